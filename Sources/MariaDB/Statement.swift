internal import CMariaDB

/// A prepared statement, closed with its connection.
///
/// Used by the connection's thread only.
@safe
final class Statement {
    private let handle: UnsafeMutablePointer<MYSQL_STMT>
    private let text: String
    private let buffers: ResultBuffers?

    init(on connection: UnsafeMutablePointer<MYSQL>, text: String) throws(DatabaseError) {
        guard let handle = unsafe mysql_stmt_init(connection) else { fatalError("mysql_stmt_init: out of memory") }
        self.text = text
        unsafe self.handle = handle
        guard unsafe mysql_stmt_prepare(handle, text, UInt(text.utf8.count)) == 0 else {
            buffers = nil
            // Every property is set, so the throw runs deinit, which closes the handle.
            throw unsafe Statement.error(on: handle, in: text)
        }
        guard let metadata = unsafe mysql_stmt_result_metadata(handle) else {
            buffers = nil
            return
        }
        unsafe buffers = ResultBuffers(fields: mysql_fetch_fields(metadata), count: Int(mysql_num_fields(metadata)))
        unsafe mysql_free_result(metadata)
    }

    deinit { unsafe mysql_stmt_close(handle) }

    /// What an execution changed.
    struct Outcome {
        let affectedRows: Int
        let insertID: Int64
    }

    /// Executes with `values` bound and calls `body` for each row.
    @discardableResult
    func run(
        _ values: [SQL.Value],
        _ body: (inout Row) throws(DatabaseError) -> Void
    ) throws(DatabaseError) -> Outcome {
        precondition(unsafe values.count == Int(mysql_stmt_param_count(handle)), "wrong number of values for: \(text)")
        let parameters = Parameters(values)
        guard unsafe mysql_stmt_bind_param(handle, parameters.binds) == 0, unsafe mysql_stmt_execute(handle) == 0
        else { throw failure() }
        guard let buffers else {
            return Outcome(
                affectedRows: unsafe Int(truncatingIfNeeded: mysql_stmt_affected_rows(handle)),
                insertID: unsafe Int64(bitPattern: mysql_stmt_insert_id(handle))
            )
        }
        defer { unsafe mysql_stmt_free_result(handle) }
        guard unsafe buffers.bind(to: handle), unsafe mysql_stmt_store_result(handle) == 0 else { throw failure() }
        var row = unsafe Row(handle: handle, buffers: buffers)
        var rows = 0
        while try row.fetch() {
            try body(&row)
            rows += 1
        }
        return Outcome(affectedRows: rows, insertID: 0)
    }

    private func failure() -> DatabaseError { unsafe Statement.error(on: handle, in: text) }

    static func error(on handle: UnsafeMutablePointer<MYSQL_STMT>, in text: String) -> DatabaseError {
        unsafe DatabaseError(
            code: mysql_stmt_errno(handle),
            sqlState: String(cString: mysql_stmt_sqlstate(handle)),
            message: String(cString: mysql_stmt_error(handle)),
            statement: text
        )
    }
}
