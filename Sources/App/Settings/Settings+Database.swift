import MariaDB

extension Settings {
    /// A connection to a database with this release's schema, for a command that an administrator runs; whatever
    /// stands in its way is told in sentences.
    func connect() throws -> Connection {
        do {
            return try WorkerDatabase(database, migrations()).open()
        } catch let error as DatabaseError {
            throw Refusal(DatabaseAdvice.sentence(error, database))
        }
    }
}
