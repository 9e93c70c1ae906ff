extension Connection {
    /// Runs the statements of `batch` in one round trip.
    public func run(_ batch: Batch) throws(DatabaseError) {
        let items = state.takeWaiting() + batch.items
        guard !items.isEmpty else { return }
        let mayBeRepeated = state.mayRepeat(items)
        state.hasBegun = state.isOpen
        do throws(DatabaseError) {
            try send(items)
        } catch {
            // What has been read of an answer would be read again.
            guard error.kind == .connectionLost, mayBeRepeated, !hasGivenRows else { throw error }
            retries += 1
            try reopen()
            try send(items)
        }
    }

    /// Runs a statement that changes rows, after those that wait.
    func change(_ sql: SQL) throws(DatabaseError) -> Statement.Outcome {
        guard !state.waiting.isEmpty else { return try send([.command(sql)]) }
        var batch = Batch()
        batch.execute(sql)
        let outcome = batch.first("SELECT ROW_COUNT(), LAST_INSERT_ID()") { (row) throws(DatabaseError) in
            Statement.Outcome(affectedRows: try row.int(), insertID: Int64(try row.int()))
        }
        try run(batch)
        guard let outcome = outcome.value else { throw .decoding("SELECT ROW_COUNT() has one row") }
        return outcome
    }

    /// Runs `sql`, of which nothing is to be learnt: in a transaction it goes with the next statement that answers, or
    /// with COMMIT, and its failure shows there.
    public func queue(_ sql: SQL) throws(DatabaseError) {
        guard state.isOpen else {
            try execute(sql)
            return
        }
        state.waiting.append(.command(sql))
    }

    /// Reads `batch` in the round trip of COMMIT, behind it, so that nobody waits for locks meanwhile.
    ///
    /// The answers are there when the transaction has ended. In one within another it is read at its end, with the locks held
    /// still; outside of a transaction at once.
    ///
    /// Should the reading fail, the error is `commitUnknown`: by then the transaction stands.
    public func readAfterCommit(_ batch: Batch) throws(DatabaseError) {
        guard state.isOpen else { return try run(batch) }
        state.afterCommit += batch.items
    }

    /// Runs `sql`, which must change a row, as `queue` does; where it changes none the transaction is tried again.
    ///
    /// For a guard that can fail only if something else went wrong: the transaction has looked under its locks before. The
    /// server checks it between the two statements and says that it is a deadlock (`ER_LOCK_DEADLOCK`), for no answer of its
    /// own.
    public func queueChange(_ sql: SQL) throws(DatabaseError) {
        guard state.isOpen else {
            guard try execute(sql) > 0 else { throw .stillChanging }
            return
        }
        state.waiting.append(.command(sql))
        state.waiting.append(
            .command(
                """
                IF ROW_COUNT() = 0 THEN
                    SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213, MESSAGE_TEXT = 'a guarded row was not changed';
                END IF
                """
            )
        )
    }

    /// Sends what was queued.
    func flush() throws(DatabaseError) { try run(Batch()) }
}

/// Where a connection is in its transaction.
struct TransactionState {
    /// Whether a transaction was begun here; the server learns of it with the first statement.
    var isOpen = false
    /// Whether the server knows.
    var hasBegun = false
    /// Savepoints that are set, one for each transaction within a transaction.
    var savepoints = 0
    /// Statements that go with the next one.
    var waiting: [Batch.Item] = []
    /// Statements that only read, and go with COMMIT.
    var afterCommit: [Batch.Item] = []

    mutating func takeWaiting() -> [Batch.Item] {
        defer { waiting.removeAll() }
        return waiting
    }

    /// Whether the statements can be sent again on a new connection when this one was lost with them.
    ///
    /// Where a transaction begins with them, nothing can have been committed; outside of one they must only read.
    func mayRepeat(_ items: [Batch.Item]) -> Bool {
        isOpen ? !hasBegun : items.allSatisfy { $0.sql.written.begins(with: "SELECT") }
    }
}
