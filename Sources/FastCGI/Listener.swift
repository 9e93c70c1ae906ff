internal import CFastCGI
internal import Glibc

/// The listening socket, shared by every worker.
///
/// It belongs to whoever made it (systemd, or the program that started this one) and outlives this process: it is
/// never closed or shut down here, and what waits in its backlog is served by the next process.
public struct Listener: Sendable {
    let descriptor: Int32

    /// The socket that systemd passes as standard input (`StandardInput=socket`).
    public static func inherited() throws(FastCGIError) -> Listener { try Listener(descriptor: 0) }

    /// A new unix socket at `path`, for tests and for trying things out: it goes with the process.
    public init(path: String, backlog: Int32) throws(FastCGIError) {
        let descriptor = unsafe FCGX_OpenSocket(path, backlog)
        guard descriptor >= 0 else { throw FastCGIError(.initialize, code: errno) }
        try self.init(descriptor: descriptor)
    }

    /// Sets `O_NONBLOCK`, which accepted connections do not inherit: of the workers that wake for one connection, those
    /// that come late must not block in `accept`.
    private init(descriptor: Int32) throws(FastCGIError) {
        var isListening: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0, isListening == 1
        else {
            throw FastCGIError(.notListening, code: errno)
        }
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw FastCGIError(.initialize, code: errno)
        }
        self.descriptor = descriptor
    }
}
