import Glibc
import Observability
import Testing

@Suite struct ServiceManagerTests {
    @Test(arguments: ["/tmp/notify-test-\(getpid()).sock", "@notify-test-\(getpid())"])
    func `a state is one datagram to the socket, also an abstract one`(address: String) {
        let receiver = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(receiver)
            unsafe unlink(address)
        }
        #expect(bind(receiver, to: address))

        let isSent = ServiceManager(environment: ["NOTIFY_SOCKET": address]).notify(.ready)

        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 100) { buffer, count in
            count = unsafe max(0, recv(receiver, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)))
        }
        #expect(isSent)
        #expect(String(decoding: bytes, as: UTF8.self) == "READY=1")
    }

    @Test func `without a socket nobody is told, which is no failure`() {
        #expect(ServiceManager(environment: [:]).notify(.stopping))
    }

    @Test(arguments: ["/nowhere/notify.sock", String(repeating: "x", count: 200), ""])
    func `a socket that cannot be reached is reported`(address: String) {
        #expect(!ServiceManager(environment: ["NOTIFY_SOCKET": address]).notify(.ready))
    }

    @Test func `the watchdog's interval counts only for the process it is meant for`() {
        #expect(ServiceManager(environment: ["WATCHDOG_USEC": "30000000"]).watchdogMicroseconds == 30_000_000)
        #expect(
            ServiceManager(environment: ["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"]).watchdogMicroseconds == nil
        )
        #expect(ServiceManager(environment: ["WATCHDOG_USEC": "0"]).watchdogMicroseconds == nil)
        #expect(ServiceManager(environment: [:]).watchdogMicroseconds == nil)
    }

    private func bind(_ descriptor: Int32, to address: String) -> Bool {
        var name = Array(address.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &target.sun_path) { unsafe $0.copyBytes(from: name) }
        let size = socklen_t(2 + name.count)
        return unsafe withUnsafeBytes(of: &target) {
            unsafe Glibc.bind(descriptor, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, size)
        } == 0
    }
}
