import Glibc

/// One connection to a responder, speaking FastCGI as nginx does (FastCGI 1.0, section 3).
final class FastCGIClient {
    private let descriptor: Int32
    private var isOpen = true

    init(path: String) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let status = unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe connect(
                descriptor,
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(bytes.count)
            )
        }
        precondition(status == 0, "connect: \(errno)")
    }

    deinit { hangUp() }

    /// Sends the beginning of a request and its parameters.
    func begin(_ parameters: [String: String]) { begin(parameters.mapValues { Array($0.utf8) }) }

    func begin(_ parameters: [String: [UInt8]]) {
        send(type: 1, [0, 1, 0, 0, 0, 0, 0, 0])
        let pairs = parameters.reduce(into: [UInt8]()) { bytes, pair in
            let name = Array(pair.key.utf8)
            bytes += FastCGIClient.length(name.count) + FastCGIClient.length(pair.value.count) + name + pair.value
        }
        // An empty record ends the parameters, so there is none before it.
        if !pairs.isEmpty { send(type: 4, pairs) }
        send(type: 4, [])
    }

    /// Sends a part of the body.
    func send(body: [UInt8]) {
        for start in stride(from: 0, to: body.count, by: 32_768) {
            send(type: 5, Array(body[start..<min(start + 32_768, body.count)]))
        }
    }

    func endBody() { send(type: 5, []) }

    /// Leaves in the middle, as a client does whose line breaks.
    func hangUp() {
        if isOpen { close(descriptor) }
        isOpen = false
    }

    /// Leaves the sending side only, so that an answer can still be read.
    func stopSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Whether the responder has closed its side altogether, not only what it sends.
    var isClosedByResponder: Bool {
        var byte: UInt8 = 0
        return unsafe Glibc.send(descriptor, &byte, 1, Int32(MSG_NOSIGNAL)) == -1 && errno == EPIPE
    }

    /// What the responder wrote to its output until it ended the connection, which is then closed here too: where it has not
    /// read all of the request, libfcgi waits for that up to two seconds.
    func answer() -> String {
        let answer = output()
        hangUp()
        return answer
    }

    /// The same, and the connection stays open here.
    func output() -> String {
        var bytes = readToEnd()[...]
        var output: [UInt8] = []
        while bytes.count >= 8 {
            let start = bytes.startIndex
            let length = Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
            if bytes[start + 1] == 6 { output += bytes.dropFirst(8).prefix(length) }
            bytes = bytes.dropFirst(8 + length + Int(bytes[start + 6]))
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func readToEnd() -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let block = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = unsafe max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
            }
            if block.isEmpty { return bytes }
            bytes += block
        }
    }

    private func send(type: UInt8, _ content: [UInt8]) {
        let record = [1, type, 0, 1, UInt8(content.count >> 8), UInt8(content.count & 255), 0, 0] + content
        // A responder that has gone away, or has answered without reading, is part of some tests.
        _ = unsafe record.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    private static func length(_ count: Int) -> [UInt8] {
        count < 128
            ? [UInt8(count)]
            : [UInt8(count >> 24) | 0x80, UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)]
    }
}
