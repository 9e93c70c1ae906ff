internal import CFastCGI
internal import Glibc

/// The library's state for the whole process.
public enum FastCGILibrary {
    /// Call once, after the program's signals are blocked and before its first worker thread.
    ///
    /// `FCGX_Init` installs handlers without `SA_RESTART` for SIGPIPE, SIGUSR1 and SIGTERM; a signal that reached a
    /// worker would cut the body it reads. A client that has gone away is reported by the write that fails.
    public static func prepare() throws(FastCGIError) {
        let status = FCGX_Init()
        guard status == 0 else { throw FastCGIError(.initialize, code: status) }
        signal(SIGPIPE, SIG_IGN)
    }
}
