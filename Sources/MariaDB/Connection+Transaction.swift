internal import Glibc

/// Thrown inside a transaction to roll it back and run it again: what it found first is not what it locked.
public struct RetryTransaction: Error {
    public init() {}
}

extension Connection {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// A deadlock, a lock wait that ran out or a stale snapshot rolls back and runs the whole `body` again, up to
    /// `attempts` times with a random pause between, so `body` does database work only.
    ///
    /// Within another transaction it is a part of that one: what it throws undoes the part only, and what may be tried
    /// again is tried by the outermost, whose locks are in the way.
    public func transaction<Result>(attempts: Int = 8, _ body: (Connection) throws -> Result) throws -> Result {
        guard !state.isOpen else { return try part(body) }
        var attempt = 1
        while true {
            do {
                return try once(body)
            } catch let error as DatabaseError where error.kind == .conflict && attempt < attempts {
                pause(attempt: attempt)
                attempt += 1
                retries += 1
            } catch is RetryTransaction {
                guard attempt < attempts else { throw DatabaseError.stillChanging }
                pause(attempt: attempt)
                attempt += 1
                retries += 1
            }
        }
    }

    private func part<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        let name = "part_\(state.savepoints)"
        try queue(SQL(text: "SAVEPOINT \(name)"))
        try flush()
        state.savepoints += 1
        let outerReads = state.afterCommit
        state.afterCommit.removeAll()
        defer {
            state.savepoints -= 1
            state.afterCommit = outerReads
        }
        do {
            let result = try body(self)
            try queue(SQL(text: "RELEASE SAVEPOINT \(name)"))
            // Its end is all that the caller waits for.
            state.waiting += state.afterCommit
            try flush()
            return result
        } catch let error as DatabaseError where error.kind == .conflict || error.isOutage {
            // The server has undone the whole transaction, or the outermost is about to.
            throw error
        } catch is RetryTransaction {
            throw RetryTransaction()
        } catch {
            state.waiting.removeAll()
            try execute(SQL(text: "ROLLBACK TO SAVEPOINT \(name)"))
            throw error
        }
    }

    private func once<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        state = TransactionState(isOpen: true, waiting: [.command("START TRANSACTION")])
        defer { state = TransactionState() }
        let result: Result
        do {
            result = try body(self)
            // A COMMIT is not sent with the beginning, or nobody could tell what a lost connection took along.
            if !state.hasBegun, state.waiting.count > 1 { try flush() }
        } catch {
            rollBack()
            throw error
        }
        let reads = state.afterCommit
        guard state.hasBegun else {
            if !reads.isEmpty { try send(reads) }
            return result
        }
        do throws(DatabaseError) {
            try send(state.takeWaiting() + [.command("COMMIT")] + reads)
        } catch {
            // A COMMIT that failed, or was not reached, leaves the transaction open unless the connection is gone.
            if error.kind != .connectionLost { rollBack() }
            throw error.duringCommit(beforeReads: !reads.isEmpty)
        }
        return result
    }

    /// The error that matters was before; a connection that cannot roll back is lost, and with it the work.
    private func rollBack() {
        state.waiting.removeAll()
        guard state.hasBegun else { return }
        try? command("ROLLBACK")
    }

    private func pause(attempt: Int) {
        let microseconds = UInt32.random(in: 0...(2_000 << UInt32(min(attempt, 6))))
        usleep(microseconds)
    }
}
