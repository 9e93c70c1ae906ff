internal import CMariaDB

/// A prepared statement, or several in one compound statement, closed with its connection.
///
/// Used by the connection's thread only.
@safe
final class Statement {
    private let handle: UnsafeMutablePointer<MYSQL_STMT>
    private let text: String
    /// The buffers of each of the answers that have rows, in their order.
    private var buffers: [ResultBuffers] = []
    /// Whether a row of the last execution was given to its reader.
    private(set) var hasGivenRows = false

    init(on connection: UnsafeMutablePointer<MYSQL>, text: String) throws(DatabaseError) {
        guard let handle = unsafe mysql_stmt_init(connection) else { fatalError("mysql_stmt_init: out of memory") }
        self.text = text
        unsafe self.handle = handle
        guard unsafe mysql_stmt_prepare(handle, text, UInt(text.utf8.count)) == 0 else {
            // Every property is set, so the throw runs deinit, which closes the handle.
            throw unsafe Statement.error(on: handle, in: text)
        }
    }

    deinit { unsafe mysql_stmt_close(handle) }

    /// What an execution changed.
    struct Outcome {
        let affectedRows: Int
        let insertID: Int64
    }

    /// Executes with `values`, those of each statement in it, bound; the rows of each answer that has any go to the next of `readers`.
    @discardableResult
    func run(_ values: [[SQL.Value]], _ readers: [Batch.Reader]) throws(DatabaseError) -> Outcome {
        let parameters = Parameters(values)
        precondition(
            unsafe parameters.count == Int(mysql_stmt_param_count(handle)),
            "wrong number of values for: \(text)"
        )
        hasGivenRows = false
        guard unsafe mysql_stmt_bind_param(handle, parameters.binds) == 0, unsafe mysql_stmt_execute(handle) == 0
        else { throw failure() }
        var answers = 0
        do throws(DatabaseError) {
            repeat {
                guard unsafe mysql_stmt_field_count(handle) > 0 else { continue }
                try read(answer: answers, readers.indices.contains(answers) ? readers[answers] : nil)
                answers += 1
            } while try next()
        } catch {
            drain()
            throw error
        }
        return Outcome(
            affectedRows: unsafe Int(truncatingIfNeeded: mysql_stmt_affected_rows(handle)),
            insertID: unsafe Int64(bitPattern: mysql_stmt_insert_id(handle))
        )
    }

    /// Rows are read as they come, without `mysql_stmt_store_result`: that copies each, and what it has copied of a compound
    /// statement's answers the library (3.3) frees only with the statement.
    private func read(answer: Int, _ reader: Batch.Reader?) throws(DatabaseError) {
        // Reads and drops what the reader has left.
        defer { unsafe mysql_stmt_free_result(handle) }
        let buffers = try fittingBuffers(answer)
        guard unsafe buffers.bind(to: handle) else { throw failure() }
        guard let reader else { return }
        var row = unsafe Row(handle: handle, buffers: buffers)
        while try row.fetch() {
            hasGivenRows = true
            try reader(&row)
        }
    }

    /// The buffers of that answer, made anew should a changed table have given it other columns.
    private func fittingBuffers(_ answer: Int) throws(DatabaseError) -> ResultBuffers {
        guard let metadata = unsafe mysql_stmt_result_metadata(handle) else { throw failure() }
        defer { unsafe mysql_free_result(metadata) }
        let (fields, count) = unsafe (mysql_fetch_fields(metadata), Int(mysql_num_fields(metadata)))
        guard let fields = unsafe fields else { throw .decoding("an answer has no columns") }
        if answer < buffers.count {
            if unsafe !buffers[answer].fit(fields, count) {
                buffers[answer] = unsafe ResultBuffers(fields: fields, count: count)
            }
        } else {
            buffers.append(unsafe ResultBuffers(fields: fields, count: count))
        }
        return buffers[answer]
    }

    /// Goes on to the next answer; `false` after the last.
    private func next() throws(DatabaseError) -> Bool {
        switch unsafe mysql_stmt_next_result(handle) {
        case 0: return true
        case -1: return false
        default: throw failure()
        }
    }

    /// Reads and drops what answers are still to come, so that the connection can be used again.
    private func drain() {
        while unsafe mysql_stmt_next_result(handle) == 0 { unsafe mysql_stmt_free_result(handle) }
    }

    private func failure() -> DatabaseError { unsafe Statement.error(on: handle, in: text) }

    /// The statement's error, or its connection's: where that is lost among the rows, the library (3.3) tells only there.
    static func error(on handle: UnsafeMutablePointer<MYSQL_STMT>, in text: String) -> DatabaseError {
        if unsafe mysql_stmt_errno(handle) == 0, let connection = unsafe handle.pointee.mysql {
            return unsafe Connection.error(on: connection, in: text)
        }
        return unsafe DatabaseError(
            code: mysql_stmt_errno(handle),
            sqlState: String(cString: mysql_stmt_sqlstate(handle)),
            message: String(cString: mysql_stmt_error(handle)),
            statement: text
        )
    }
}
