import CivilTime
import MariaDB
import Secrets
import Storage
import Store

/// Makes a backup: the rows as one moment shows them, and every file that they may speak of.
///
/// Files keep the name they were written under, so they are copied before the rows are read and again after: what was
/// written or removed in between is in one of the two. An earlier backup's copy of a file is linked, not copied.
struct Backup {
    let settings: Settings
    let migrations: [Migration]
    /// The folder of backups.
    let folder: String
    let now: Instant
    let isQuiet: Bool

    /// The finished backup's folder.
    func make() throws -> BackupFolder {
        try Files.makeFolder(folder)
        guard let lock = try FileLock.take(folder + "/.lock") else {
            throw Refusal("Another backup is being made in \(folder).")
        }
        return try withExtendedLifetime(lock) { try makeAlone() }
    }

    private func makeAlone() throws -> BackupFolder {
        // Of backups that were killed.
        for name in try Files.names(in: folder) where name.hasSuffix(BackupFolder.unfinished) {
            try Files.removeTree("\(folder)/\(name)")
        }
        let name = String(now.iso8601.prefix(19)).replacing(":", with: "") + "Z"
        let target = BackupFolder(path: "\(folder)/\(name)")
        guard try Files.names(in: target.path).isEmpty else { throw Refusal("\(target.path) is there already.") }
        let earlier = try BackupFolder.finished(in: folder).last
        let part = BackupFolder(path: target.path + BackupFolder.unfinished)
        try Files.makeFolder(part.path)
        do {
            try fill(part, earlier: earlier)
        } catch {
            // What is unfinished is of no use, and its space may be what is missing. The first failure is what matters.
            try? Files.removeTree(part.path)
            throw error
        }
        try Files.rename(part.path, to: target.path)
        try Files.syncFolder(folder)
        return target
    }

    private func fill(_ part: BackupFolder, earlier: BackupFolder?) throws {
        let schema = try schemaVersion()
        let media = try MediaCopy(from: settings.mediaFolder, to: part, earlier: earlier, isQuiet: isQuiet)
        try media.run()
        var hashes = try dump(into: part)
        try media.run()
        media.progress.end()
        hashes.merge(media.hashes) { _, new in new }
        let lines = hashes.sorted { $0.key < $1.key }.map { name, hash in "\(hash)  \(name)\n" }
        try Files.write(Array(lines.joined().utf8), toNew: part.file(BackupFolder.hashesFile))
        let manifest = BackupManifest(
            release: Version.text,
            schema: schema,
            madeAt: now.iso8601,
            database: settings.database.database ?? "",
            files: hashes.count,
            bytes: try hashes.keys.reduce(0) { total, name in total + (try Files.size(of: part.file(name)) ?? 0) }
        )
        try Files.write(Array(manifest.text.utf8), toNew: part.file(BackupFolder.manifestFile))
        try Files.syncFolder(part.path)
    }

    /// A database in the middle of a change is not what anybody wants back.
    private func schemaVersion() throws -> Int {
        let states = try Migrator(try Connection(settings.database), migrations).states()
        guard states.allSatisfy({ $0.state == .applied }) else {
            throw Refusal("The schema is not that of this release: run 'interviews migrate' first.")
        }
        return migrations.map(\.version).max() ?? 0
    }

    private func dump(into part: BackupFolder) throws -> [String: String] {
        let client = DatabaseClient(options: settings.database, folder: part.path)
        let rows = part.file(BackupFolder.databaseFile)
        let progress = Progress("database", isQuiet: isQuiet)
        try client.dump(schemaOnly: false, to: rows) {
            // The file may not be there yet.
            let size = (try? Files.size(of: rows)) ?? nil
            progress.tick(files: 1, bytes: size ?? 0)
        }
        try client.dump(schemaOnly: true, to: part.file(BackupFolder.schemaFile)) {}
        var hashes: [String: String] = [:]
        for name in [BackupFolder.databaseFile, BackupFolder.schemaFile] {
            hashes[name] = try BackupFolder.hash(of: part.file(name))
        }
        progress.add(files: 1, bytes: try Files.size(of: rows) ?? 0)
        progress.end()
        return hashes
    }

    /// Removes the oldest backups until `count` are left, and returns what it removed.
    static func prune(_ folder: String, to count: Int) throws -> [String] {
        let backups = try BackupFolder.finished(in: folder)
        let old = backups.prefix(max(0, backups.count - count))
        for backup in old {
            // First it stops being a backup, so that half of one is never taken for one.
            try Files.remove(backup.file(BackupFolder.manifestFile))
            try Files.removeTree(backup.path)
        }
        return old.map(\.path)
    }
}
