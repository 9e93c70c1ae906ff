import Glibc

/// A file that one process at a time has; given back when it goes, or its process does (flock(2)).
///
/// Used by one thread.
public final class FileLock {
    private let file: Int32

    private init(_ file: Int32) { self.file = file }

    deinit { close(file) }

    /// `nil` when another process has it.
    public static func take(_ path: String) throws(StorageError) -> FileLock? {
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StorageError(operation: "open", code: errno) }
        let lock = FileLock(file)
        if flock(file, LOCK_EX | LOCK_NB) == 0 { return lock }
        guard errno == EWOULDBLOCK else { throw StorageError(operation: "flock", code: errno) }
        return nil
    }
}
