internal import CMariaDB

/// An error reported by the server or by the client library.
///
/// Bound values are left out on purpose: they are personal data, and this ends up in the journal. For the same reason
/// the server's text is replaced where it is known to quote a value.
public struct DatabaseError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Sendable, Equatable {
        /// A unique key refused the row; `key` names it.
        case duplicateKey(key: String)
        case foreignKey
        /// A `CHECK` constraint refused the row.
        case check
        /// The whole transaction may be tried again: a deadlock, a lock wait that ran out, a stale snapshot, a table that was
        /// changed again and again meanwhile.
        case conflict
        /// A value does not fit its column.
        case value
        /// The connection went away while a statement ran; what it did is not known.
        case connectionLost
        /// The connection went away while COMMIT ran: the transaction may or may not stand.
        case commitUnknown
        /// No connection can be made, or the server cannot work: starting, stopping, full, without quorum.
        case unavailable
        /// A row did not have the columns or types that the code expects.
        case decoding
        case other
    }

    public let kind: Kind
    public let code: UInt32
    public let sqlState: String
    public let message: String
    public let statement: String?

    public var description: String {
        "MariaDB error \(code) [\(sqlState)] \(message)" + (statement.map { " in: \($0)" } ?? "")
    }

    /// Whether the database is away rather than displeased: the answer is 503 and a later try may succeed.
    public var isOutage: Bool {
        switch kind {
        case .connectionLost, .commitUnknown, .unavailable: true
        default: false
        }
    }
}

extension DatabaseError {
    init(code: UInt32, sqlState: String, message: String, statement: String?) {
        kind = DatabaseError.kind(of: code, message: message)
        self.code = code
        self.sqlState = sqlState
        self.statement = statement
        switch kind {
        case .duplicateKey(let key): self.message = "duplicate entry for key \(key)"
        case .value: self.message = "a value does not fit its column"
        default: self.message = message
        }
    }

    /// A transaction found something else than it locked every time it was tried.
    static let stillChanging = DatabaseError(
        kind: .conflict,
        code: 0,
        sqlState: "",
        message: "the rows kept changing",
        statement: nil
    )

    /// A column's text is not what the code expects in it.
    public static func unreadable(_ message: String) -> DatabaseError { .decoding(message) }

    static func decoding(_ message: String) -> DatabaseError {
        DatabaseError(kind: .decoding, code: 0, sqlState: "", message: message, statement: nil)
    }

    /// The error as it is to be understood of a COMMIT and of what is sent with it: statements before, and reads behind.
    func duringCommit(beforeReads: Bool) -> DatabaseError {
        switch kind {
        case .connectionLost: break
        // What refuses a row, or another transaction, is a statement before; else it may be the reading that failed.
        case .other, .decoding, .unavailable: guard beforeReads else { return self }
        default: return self
        }
        return DatabaseError(
            kind: .commitUnknown,
            code: code,
            sqlState: sqlState,
            message: message,
            statement: "COMMIT"
        )
    }

    private static func kind(of code: UInt32, message: String) -> Kind {
        switch Int32(bitPattern: code) {
        case ER_DUP_ENTRY, ER_DUP_ENTRY_WITH_KEY_NAME: .duplicateKey(key: keyName(in: message))
        case ER_NO_REFERENCED_ROW, ER_NO_REFERENCED_ROW_2, ER_ROW_IS_REFERENCED, ER_ROW_IS_REFERENCED_2: .foreignKey
        case ER_CONSTRAINT_FAILED: .check
        case ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT, ER_CHECKREAD, ER_NEED_REPREPARE: .conflict
        case ER_DATA_TOO_LONG, ER_WARN_DATA_OUT_OF_RANGE, ER_TRUNCATED_WRONG_VALUE,
            ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, ER_WRONG_VALUE:
            .value
        case CR_SERVER_GONE_ERROR, CR_SERVER_LOST, 2055, ER_CONNECTION_KILLED, ER_SERVER_SHUTDOWN: .connectionLost
        case CR_CONNECTION_ERROR, CR_CONN_HOST_ERROR, ER_CON_COUNT_ERROR, ER_DISK_FULL, ER_RECORD_FILE_FULL,
            ER_UNKNOWN_COM_ERROR, ER_OPTION_PREVENTS_STATEMENT, ER_ERROR_DURING_COMMIT, ER_OUT_OF_RESOURCES,
            ER_OUTOFMEMORY:
            .unavailable
        default: .other
        }
    }

    /// The key's name at the end of the server's "Duplicate entry '…' for key 'name'".
    private static func keyName(in message: String) -> String {
        guard message.last == "'" else { return "" }
        return String(message.dropLast().split(separator: "'", omittingEmptySubsequences: false).last ?? "")
    }
}
