import Secrets
import Storage

/// Copies the files of the media folder into a backup; a second run copies what is new since.
final class MediaCopy {
    private let source: String
    private let target: BackupFolder
    private let earlier: BackupFolder?
    private let earlierHashes: [String: String]
    /// The hash of every file that was copied or linked, by its path in the backup.
    private(set) var hashes: [String: String] = [:]
    private var folders: Set<String> = []
    let progress: Progress

    init(from source: String, to target: BackupFolder, earlier: BackupFolder?, isQuiet: Bool) throws {
        self.source = source
        self.target = target
        self.earlier = earlier
        earlierHashes = try earlier?.hashes() ?? [:]
        progress = Progress("files", isQuiet: isQuiet)
    }

    func run() throws {
        try Files.walk(source) { entry in
            let name = BackupFolder.mediaPrefix + entry.path
            guard hashes[name] == nil, !MediaCopy.isPassing(entry.path) else { return }
            try makeFolder(of: name)
            if let hash = try link(entry, as: name) {
                hashes[name] = hash
            } else if let hash = try copy(entry, as: name) {
                hashes[name] = hash
            } else {
                return
            }
            progress.add(files: 1, bytes: entry.size)
        }
        for folder in folders { try Files.syncFolder(folder) }
    }

    /// Files on their way to another name.
    private static func isPassing(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasSuffix(".part") || name.hasPrefix(".")
    }

    private func makeFolder(of name: String) throws {
        let folder = target.file(name.split(separator: "/").dropLast().joined(separator: "/"))
        guard folders.insert(folder).inserted else { return }
        try Files.makeFolder(folder)
    }

    /// `nil` unless the earlier backup has the file as it is now; where it is on another disk it is copied.
    private func link(_ entry: Files.Entry, as name: String) throws -> String? {
        guard let earlier, let hash = earlierHashes[name] else { return nil }
        guard let old = try Files.entry(earlier.file(name)), old.size == entry.size, old.modified == entry.modified
        else {
            return nil
        }
        return try Files.link(earlier.file(name), as: target.file(name)) ? hash : nil
    }

    /// `nil` when the file has gone since it was listed.
    private func copy(_ entry: Files.Entry, as name: String) throws -> String? {
        var hash = SHA256()
        do throws(StorageError) {
            try Files.copy("\(source)/\(entry.path)", toNew: target.file(name)) { hash.update($0) }
        } catch {
            guard error.kind == .missing else { throw error }
            return nil
        }
        return hash.finalize().hex
    }
}
