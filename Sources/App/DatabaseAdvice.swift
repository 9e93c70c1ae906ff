import MariaDB

/// What to do about a database that does not let us in.
enum DatabaseAdvice {
    static func sentence(_ error: DatabaseError, _ options: Connection.Options) -> String {
        let name = options.database ?? ""
        switch error.code {
        case 2002, 2003:
            return """
                No database answers at \(options.socket). Start MariaDB, or set DATABASE_SOCKET to its unix socket \
                (mariadb --print-defaults, or SELECT @@socket, tells which it is).
                """
        case 1045, 1698:
            return """
                The database does not let the user \(options.user) in. As its administrator run: CREATE USER \
                '\(options.user)'@'localhost' IDENTIFIED VIA unix_socket; GRANT ALL ON \(name).* TO \
                '\(options.user)'@'localhost'; or set DATABASE_USER and DATABASE_PASSWORD.
                """
        case 1044:
            return """
                The user \(options.user) has no rights on the database \(name). As the database's administrator run: \
                GRANT ALL ON \(name).* TO '\(options.user)'@'localhost';
                """
        case 1049: return "There is no database \(name) yet. Run: interviews migrate"
        default:
            return "The database cannot be used (error \(error.code), state \(error.sqlState)): \(error.message)."
        }
    }
}
