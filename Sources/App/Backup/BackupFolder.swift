import Secrets
import Storage

/// One backup: `database.sql`, `schema.sql`, `media/…`, `files.sha256` over all of them, `manifest.json`.
struct BackupFolder {
    static let databaseFile = "database.sql"
    static let schemaFile = "schema.sql"
    static let hashesFile = "files.sha256"
    static let manifestFile = "manifest.json"
    static let mediaPrefix = "media/"
    /// What a backup is called until it is whole.
    static let unfinished = ".part"

    let path: String

    /// The backups in a folder of backups that were finished, oldest first.
    static func finished(in folder: String) throws -> [BackupFolder] {
        var found: [BackupFolder] = []
        for name in try Files.names(in: folder) where !name.hasSuffix(unfinished) {
            let backup = BackupFolder(path: "\(folder)/\(name)")
            if try Files.size(of: backup.file(manifestFile)) != nil { found.append(backup) }
        }
        return found
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func manifest() throws -> BackupManifest {
        guard try Files.size(of: file(BackupFolder.manifestFile)) != nil else {
            throw Refusal("\(path) is no finished backup: it has no manifest.json.")
        }
        let bytes = try Files.read(file(BackupFolder.manifestFile))
        return try BackupManifest(String(decoding: bytes, as: UTF8.self))
    }

    /// The hash of every file by its path, as `sha256sum --check` reads them.
    func hashes() throws -> [String: String] {
        let text = String(decoding: try Files.read(file(BackupFolder.hashesFile)), as: UTF8.self)
        var hashes: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].utf8.count == 64, parts[1].first == " " else {
                throw Refusal("Its files.sha256 is damaged.")
            }
            hashes[String(parts[1].dropFirst())] = String(parts[0])
        }
        return hashes
    }

    /// Reads every file again; throws the first one that is missing or not what it was.
    func verify(_ progress: Progress) throws {
        for (name, hash) in try hashes().sorted(by: { $0.key < $1.key }) {
            guard BackupFolder.isInside(name), let size = try Files.size(of: file(name)) else {
                throw Refusal("\(name) is missing in the backup.")
            }
            guard try BackupFolder.hash(of: file(name)) == hash else {
                throw Refusal("\(name) is damaged: it is not what was backed up.")
            }
            progress.add(files: 1, bytes: size)
        }
    }

    /// Whether a path stays below the folder it is read in.
    static func isInside(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
    }

    static func hash(of path: String) throws -> String {
        var hash = SHA256()
        try Files.pieces(of: path) { (piece) throws(StorageError) in hash.update(piece) }
        return hash.finalize().hex
    }
}
