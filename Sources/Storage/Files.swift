import Glibc

/// The calls on files that say when bytes are safe.
///
/// Any thread may use them. Every function returns or throws; interrupted calls are repeated.
public enum Files {
    /// Makes the folder and those above it, readable by the group; one that is there is left alone.
    public static func makeFolder(_ path: String) throws(StorageError) {
        do throws(StorageError) {
            try makeOneFolder(path)
        } catch {
            guard error.kind == .missing, parent(of: path) != path else { throw error }
            try makeFolder(parent(of: path))
            try makeOneFolder(path)
        }
    }

    private static func makeOneFolder(_ path: String) throws(StorageError) {
        if unsafe mkdir(path, 0o750) == 0 {
            try syncFolder(parent(of: path))
        } else if errno != EEXIST {
            throw StorageError(operation: "mkdir", code: errno)
        }
    }

    /// Writes a file that is not there yet and waits until the disk has it; what could not be written is removed.
    ///
    /// `permissions` are the file's mode bits, readable by the group if none are given; the process's umask holds for them.
    public static func write(
        _ bytes: [UInt8],
        toNew path: String,
        permissions: UInt32 = 0o640
    ) throws(StorageError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
        guard file >= 0 else { throw StorageError(operation: "open", code: errno) }
        do throws(StorageError) {
            defer { close(file) }
            try write(bytes, to: file)
            guard fsync(file) == 0 else { throw StorageError(operation: "fsync", code: errno) }
        } catch {
            unsafe unlink(path)
            throw error
        }
    }

    /// Waits until the disk has the file's bytes.
    public static func sync(_ path: String) throws(StorageError) { try sync(path, O_RDONLY) }

    /// Waits until the disk has the folder's names.
    public static func syncFolder(_ path: String) throws(StorageError) { try sync(path, O_RDONLY | O_DIRECTORY) }

    /// Gives the file a second name; `false` if that name is taken (`link` never replaces a file, as `rename` would).
    public static func link(_ path: String, as name: String) throws(StorageError) -> Bool {
        if unsafe Glibc.link(path, name) == 0 { return true }
        guard errno == EEXIST else { throw StorageError(operation: "link", code: errno) }
        return false
    }

    /// Gives the file another name in place of its own, replacing what has that name.
    public static func rename(_ path: String, to name: String) throws(StorageError) {
        guard unsafe Glibc.rename(path, name) == 0 else { throw StorageError(operation: "rename", code: errno) }
    }

    /// Removes the file if it is there.
    public static func remove(_ path: String) throws(StorageError) {
        guard unsafe unlink(path) == 0 || errno == ENOENT else { throw StorageError(operation: "unlink", code: errno) }
    }

    /// The file's size; `nil` if there is no such file.
    public static func size(of path: String) throws(StorageError) -> Int? {
        var status = stat()
        if unsafe stat(path, &status) == 0 { return status.st_size }
        guard errno == ENOENT || errno == ENOTDIR else { throw StorageError(operation: "stat", code: errno) }
        return nil
    }

    public static func read(_ path: String) throws(StorageError) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StorageError(operation: "open", code: errno) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe Glibc.read(file, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer[..<count]
            } else if errno != EINTR {
                throw StorageError(operation: "read", code: errno)
            }
        }
    }

    /// Writes the files one after the other into a new one, a piece at a time.
    public static func join(_ paths: [String], toNew path: String) throws(StorageError) {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw StorageError(operation: "open", code: errno) }
        do throws(StorageError) {
            defer { close(file) }
            for path in paths { try pieces(of: path) { (piece) throws(StorageError) in try write(piece, to: file) } }
        } catch {
            unsafe unlink(path)
            throw error
        }
    }

    /// Hands the file's bytes over, a piece at a time.
    public static func pieces(
        of path: String,
        _ body: ([UInt8]) throws(StorageError) -> Void
    ) throws(StorageError) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw StorageError(operation: "open", code: errno) }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = unsafe Glibc.read(file, &buffer, buffer.count)
            if count == 0 { return }
            if count > 0 {
                try body(Array(buffer[..<count]))
            } else if errno != EINTR {
                throw StorageError(operation: "read", code: errno)
            }
        }
    }

    /// Bytes that this user could still write on the disk of that folder.
    public static func freeBytes(at path: String) throws(StorageError) -> Int {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { throw StorageError(operation: "statvfs", code: errno) }
        return Int(clamping: status.f_bavail.multipliedFullWidth(by: status.f_frsize).low)
    }

    static func write(_ bytes: [UInt8], to file: Int32) throws(StorageError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                return unsafe Glibc.write(file, rest.baseAddress, rest.count)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw StorageError(operation: "write", code: errno)
            }
        }
    }

    private static func sync(_ path: String, _ flags: Int32) throws(StorageError) {
        let file = unsafe open(path, flags | O_CLOEXEC)
        guard file >= 0 else { throw StorageError(operation: "open", code: errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw StorageError(operation: "fsync", code: errno) }
    }

    private static func parent(of path: String) -> String {
        let trimmed = path.last == "/" && path.count > 1 ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }
}
