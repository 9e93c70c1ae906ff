import Glibc

extension Files {
    /// A file below a folder.
    public struct Entry: Equatable, Sendable {
        /// Its path below that folder.
        public let path: String
        public let size: Int
        /// When its bytes were last changed, in nanoseconds since 1970.
        public let modified: Int64

        init(path: String, _ status: stat) {
            self.path = path
            size = Int(status.st_size)
            modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        }
    }

    /// Hands over every file below the folder, in the order of the names.
    ///
    /// Links, sockets and the like are passed over, and so is what goes while it is looked at. A folder that is not there
    /// has none.
    public static func walk(_ folder: String, _ body: (Entry) throws -> Void) throws {
        try walk(folder, below: "", body)
    }

    /// The file or folder of that path; `nil` if there is none.
    public static func entry(_ path: String) throws(StorageError) -> Entry? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            guard errno == ENOENT || errno == ENOTDIR else { throw StorageError(operation: "stat", code: errno) }
            return nil
        }
        return Entry(path: path, status)
    }

    private static func walk(_ folder: String, below prefix: String, _ body: (Entry) throws -> Void) throws {
        for name in try names(in: folder) {
            var status = stat()
            let path = "\(folder)/\(name)"
            guard unsafe lstat(path, &status) == 0 else {
                guard errno == ENOENT else { throw StorageError(operation: "lstat", code: errno) }
                continue
            }
            switch status.st_mode & S_IFMT {
            case S_IFDIR:
                try walk(path, below: "\(prefix)\(name)/", body)
            case S_IFREG:
                try body(Entry(path: prefix + name, status))
            default: continue
            }
        }
    }

    /// The names in a folder, sorted; none if there is no such folder.
    public static func names(in folder: String) throws(StorageError) -> [String] {
        guard let handle = unsafe opendir(folder) else {
            guard errno == ENOENT else { throw StorageError(operation: "opendir", code: errno) }
            return []
        }
        defer { unsafe closedir(handle) }
        var names: [String] = []
        while let entry = unsafe readdir(handle) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Copies a file's bytes and its time into a new one and waits until the disk has them; each piece is shown to `look`.
    public static func copy(
        _ path: String,
        toNew copy: String,
        permissions: UInt32 = 0o640,
        looking look: ([UInt8]) -> Void
    ) throws(StorageError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw StorageError(operation: "stat", code: errno) }
        let file = unsafe open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
        guard file >= 0 else { throw StorageError(operation: "open", code: errno) }
        do throws(StorageError) {
            defer { close(file) }
            try pieces(of: path) { (piece) throws(StorageError) in
                look(piece)
                try write(piece, to: file)
            }
            let times = [status.st_mtim, status.st_mtim]
            guard unsafe futimens(file, times) == 0 else { throw StorageError(operation: "futimens", code: errno) }
            guard fsync(file) == 0 else { throw StorageError(operation: "fsync", code: errno) }
        } catch {
            unsafe unlink(copy)
            throw error
        }
    }

    /// Removes a folder and all that is in it, if it is there.
    public static func removeTree(_ folder: String) throws(StorageError) {
        for name in try names(in: folder) {
            var status = stat()
            let path = "\(folder)/\(name)"
            guard unsafe lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { try removeTree(path) } else { try remove(path) }
        }
        guard unsafe rmdir(folder) == 0 || errno == ENOENT else { throw StorageError(operation: "rmdir", code: errno) }
    }

    /// Removes a folder that has nothing in it; another is left alone.
    public static func removeFolderIfEmpty(_ folder: String) throws(StorageError) {
        guard unsafe rmdir(folder) == 0 || [ENOENT, ENOTEMPTY, EEXIST].contains(errno) else {
            throw StorageError(operation: "rmdir", code: errno)
        }
    }

    /// Gives the file or folder the owner and group that `model` has; nothing where only root may do that.
    public static func giveOwner(of model: String, to path: String) throws(StorageError) {
        guard geteuid() == 0 else { return }
        var status = stat()
        guard unsafe stat(model, &status) == 0, unsafe lchown(path, status.st_uid, status.st_gid) == 0 else {
            throw StorageError(operation: "lchown", code: errno)
        }
    }
}
