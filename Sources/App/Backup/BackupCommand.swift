import ArgumentParser
import CivilTime
import MariaDB
import Storage

/// `interviews backup`.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Back the database and all files up while everything runs.",
        discussion: """
            Makes a folder in DIR, named after the time, with the rows as one moment shows them (mariadb-dump), every \
            recording, spoken question and resume, and the SHA-256 of each file ('sha256sum --check files.sha256'). It \
            has its name only once it is whole. Files that an earlier backup in DIR has are hard links to it and take no \
            space again. The secret key is not in it: keep a copy of that apart, for nobody can use the links and the \
            queued mail of a backup without it.
            """
    )

    @Argument(help: "The folder of backups; it is made if it is missing.", completion: .directory)
    var dir: String

    @Option(help: "Remove the oldest backups in DIR afterwards, so that this many are left.")
    var keep: Int?

    @Flag(help: "Say nothing unless it fails.")
    var quiet = false

    func validate() throws {
        guard !dir.isEmpty else { throw ValidationError("DIR must name a folder.") }
        if let keep, keep < 1 { throw ValidationError("--keep must be 1 or more: this backup is one of them.") }
    }

    func run() throws {
        let settings = try Settings(Environment.ofProcess())
        let backup = Backup(
            settings: settings,
            migrations: try settings.migrations(),
            folder: dir,
            now: SystemClock.read(),
            isQuiet: quiet
        )
        do {
            let made = try backup.make()
            let removed = try keep.map { try Backup.prune(dir, to: $0) } ?? []
            guard !quiet else { return }
            let manifest = try made.manifest()
            print("backed up \(manifest.files) files, \(Progress.size(manifest.bytes)): \(made.path)")
            for path in removed { print("removed \(path)") }
        } catch let error as StorageError {
            throw Refusal("The backup in \(dir) has failed: \(error).")
        } catch let error as DatabaseError {
            throw Refusal(DatabaseAdvice.sentence(error, settings.database))
        }
    }
}
