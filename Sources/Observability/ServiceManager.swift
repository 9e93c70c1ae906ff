import Glibc

/// What a service tells systemd about itself (sd_notify(3)): one datagram to the socket in `$NOTIFY_SOCKET`.
///
/// Any thread may use it.
public struct ServiceManager: Sendable {
    /// What there is to tell.
    public enum State: String, Sendable {
        case ready = "READY=1"
        case stopping = "STOPPING=1"
        /// A sign of life within the watchdog's interval.
        case alive = "WATCHDOG=1"
    }

    private let address: String?
    /// The time within which systemd expects a sign of life, if it watches.
    public let watchdogMicroseconds: Int64?

    /// `environment` gives NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID; without the first nobody is told anything.
    public init(environment: [String: String]) {
        address = environment["NOTIFY_SOCKET"]
        let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
        let interval = environment["WATCHDOG_USEC"].flatMap { Int64($0) }
        watchdogMicroseconds = isMeant ? interval.flatMap { $0 > 0 ? $0 : nil } : nil
    }

    /// Tells systemd; `false` if there is somebody to tell who cannot be reached.
    @discardableResult
    public func notify(_ state: State) -> Bool {
        guard let address else { return true }
        var name = Array(address.utf8)
        // "@" stands for the NUL that begins the name of an abstract socket.
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        guard name.count < MemoryLayout.size(ofValue: target.sun_path) else { return false }
        unsafe withUnsafeMutableBytes(of: &target.sun_path) { unsafe $0.copyBytes(from: name) }
        guard let prefix = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) else { return false }
        let size = socklen_t(prefix + name.count)

        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let text = Array(state.rawValue.utf8)
        let sent = unsafe text.withUnsafeBytes { text in
            unsafe withUnsafeBytes(of: &target) { target in
                unsafe sendto(
                    descriptor,
                    text.baseAddress,
                    text.count,
                    Int32(MSG_NOSIGNAL),
                    target.assumingMemoryBound(to: sockaddr.self).baseAddress,
                    size
                )
            }
        }
        return sent == text.count
    }
}
