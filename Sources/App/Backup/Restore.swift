import MariaDB
import Secrets
import Storage
import Store

/// Puts a backup back: first the rows, then the files, and last what says that the schema is there, without which no
/// process starts.
struct Restore {
    let settings: Settings
    let migrations: [Migration]
    let backup: BackupFolder
    let isQuiet: Bool

    /// Throws unless this release can read the backup and every file is what it was.
    func verify() throws -> BackupManifest {
        let manifest = try backup.manifest()
        let known = migrations.map(\.version).max() ?? 0
        guard manifest.schema <= known else {
            throw Refusal(
                """
                The backup is of a newer release (\(manifest.release), schema \(manifest.schema)); this one knows \
                schemas up to \(known). Install that release or a newer one.
                """
            )
        }
        let progress = Progress("verifying", isQuiet: isQuiet)
        try backup.verify(progress)
        progress.end()
        return manifest
    }

    func run(replacing: Bool) throws {
        let db = try connectOrCreate()
        let target = RestoreTarget(db)
        guard try target.otherConnections() == 0 else {
            throw Refusal("The database is in use: stop serve and deliver first.")
        }
        if try !target.isEmpty() {
            guard replacing else {
                throw Refusal(
                    "The database holds something already. Nothing was changed. With --replace it is lost for the backup."
                )
            }
            try target.clear()
        }
        try Files.makeFolder(settings.mediaFolder)
        let client = DatabaseClient(options: settings.database, folder: settings.mediaFolder)
        let progress = Progress("database", isQuiet: isQuiet)
        let size = try Files.size(of: backup.file(BackupFolder.databaseFile)) ?? 0
        try client.load(backup.file(BackupFolder.databaseFile)) { progress.tick(files: 1, bytes: size) }
        progress.add(files: 1, bytes: size)
        progress.end()
        try bringFiles()
        try client.load(backup.file(BackupFolder.schemaFile)) {}
    }

    private func bringFiles() throws {
        let progress = Progress("files", isQuiet: isQuiet)
        for (name, hash) in try backup.hashes().sorted(by: { $0.key < $1.key }) {
            guard name.hasPrefix(BackupFolder.mediaPrefix) else { continue }
            let path = String(name.dropFirst(BackupFolder.mediaPrefix.count))
            try bring(path, hash: hash)
            progress.add(files: 1, bytes: try Files.size(of: backup.file(name)) ?? 0)
        }
        progress.end()
    }

    /// A file that is there with other bytes is replaced by the one of the backup.
    private func bring(_ path: String, hash: String) throws {
        let target = "\(settings.mediaFolder)/\(path)"
        if try Files.size(of: target) != nil, try BackupFolder.hash(of: target) == hash { return }
        var folder = settings.mediaFolder
        for name in path.split(separator: "/").dropLast() {
            folder += "/\(name)"
            guard try Files.entry(folder) == nil else { continue }
            try Files.makeFolder(folder)
            try Files.giveOwner(of: settings.mediaFolder, to: folder)
        }
        let part = "\(target).\(RandomBytes.make(count: 8).hex).part"
        try Files.copy(backup.file(BackupFolder.mediaPrefix + path), toNew: part) { _ in }
        try Files.giveOwner(of: settings.mediaFolder, to: part)
        try Files.rename(part, to: target)
        try Files.syncFolder(folder)
    }

    private func connectOrCreate() throws(DatabaseError) -> Connection {
        var server = settings.database
        server.database = nil
        server.statementTimeout = Migrate.statementTimeout
        // The settings allow letters, digits and underscores in the name only.
        try Connection(server).run(script: Migrate.creation(of: settings.database.database ?? "interviews") + ";")
        var options = settings.database
        options.statementTimeout = Migrate.statementTimeout
        return try Connection(options)
    }
}
