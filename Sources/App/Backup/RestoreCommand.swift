import ArgumentParser
import MariaDB
import Store

/// `interviews restore`.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring back what 'interviews backup' made.",
        discussion: """
            Reads every file of the backup and compares its SHA-256 first, and changes nothing if one is damaged. Stop \
            serve and deliver before. Afterwards 'interviews migrate' brings an older schema to this release. The secret \
            key must be the one that the backup was made under.
            """
    )

    @Argument(help: "One backup: the folder with its manifest.json.", completion: .directory)
    var backup: String

    @Flag(help: "Only compare the files with their hashes.")
    var check = false

    @Flag(help: "Put the backup in the place of what the database holds now, which is lost.")
    var replace = false

    @Flag(help: "Say nothing unless it fails.")
    var quiet = false

    func run() throws {
        let settings = try Settings(Environment.ofProcess())
        let restore = Restore(
            settings: settings,
            migrations: try settings.migrations(),
            backup: BackupFolder(path: backup),
            isQuiet: quiet
        )
        do {
            let manifest = try restore.verify()
            if check {
                if !quiet { print("every file is as it was backed up at \(manifest.madeAt)") }
                return
            }
            try restore.run(replacing: replace)
            guard !quiet else { return }
            print("restored what was backed up at \(manifest.madeAt)")
            print("next: interviews migrate, then start serve and deliver")
        } catch let error as DatabaseError {
            throw Refusal(DatabaseAdvice.sentence(error, settings.database))
        }
    }
}
