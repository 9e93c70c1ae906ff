/// Why the schema cannot be brought to where the program wants it.
public struct MigrationError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// Two files have the same number.
        case duplicateVersion
        /// The file is not what was applied.
        case changed
        /// The database has a migration that the files do not have.
        case unknown
        /// Another process is migrating this database.
        case locked
        /// The lock went away with its connection while the migration ran.
        case lockLost
        /// The server refused a statement, whose number begins at 1.
        case refused(statement: Int, reason: String)
    }

    public let kind: Kind
    /// The migration that it is about, if it is about one.
    public let title: String

    init(_ kind: Kind, _ title: String = "") {
        self.kind = kind
        self.title = title
    }

    public var description: String {
        switch kind {
        case .duplicateVersion:
            "Two migration files have the number of \(title). Give the newer one the next free number."
        case .changed:
            """
            The file of migration \(title) is not the one that was applied to this database. Restore the file from the \
            release that applied it, and put the change into a new migration.
            """
        case .unknown:
            """
            The database has migration \(title), which this program does not know. It was made by a newer release: \
            install that release, or restore the database from a backup of before.
            """
        case .locked:
            "Another process is migrating this database. Wait until it has finished and try again."
        case .lockLost:
            "The connection to the database was lost during migration \(title). Run the command again: it goes on there."
        case .refused(let statement, let reason):
            """
            Statement \(statement) of migration \(title) was refused: \(reason). What comes before it is done; after \
            the cause is removed, run the command again and it goes on there.
            """
        }
    }
}
