/// Statements that are sent together: `Connection.run(_:)` needs one round trip for all of them.
///
/// They run in order, and the first that fails ends the batch. An answer is there once the batch has run.
public struct Batch {
    /// Reads one row of an answer.
    typealias Reader = (inout Row) throws(DatabaseError) -> Void

    struct Item {
        let sql: SQL
        /// `nil` for a statement that answers without rows.
        let reader: Reader?

        /// A statement of which nothing is to be learnt; what a SELECT answers, made for its locks alone, is dropped.
        static func command(_ sql: SQL) -> Item {
            guard sql.written.begins(with: "SELECT") else { return Item(sql: sql, reader: nil) }
            return Item(sql: sql) { (_) throws(DatabaseError) in }
        }
    }

    private(set) var items: [Item] = []

    public init() {}

    /// What a statement of the batch answered.
    ///
    /// Used by the connection's thread only.
    public final class Answer<Value> {
        fileprivate var read: Value?

        /// A value that was not read from any row.
        fileprivate init(_ value: Value?) { read = value }

        public var value: Value {
            guard let read else { preconditionFailure("an answer of a batch is looked at before the batch has run") }
            return read
        }
    }

    /// Adds the statements of another batch.
    public mutating func append(_ other: Batch) { items += other.items }

    public mutating func execute(_ sql: SQL) { items.append(.command(sql)) }

    /// Locks the rows that `rows` names, which is what stands after FROM, and answers nothing of them.
    ///
    /// Each answer is sent, and waited for, by itself: what is to be known of several locked rows is cheaper read with one
    /// statement when all are locked.
    public mutating func lock(_ rows: SQL) {
        items.append(Item(sql: "SELECT COUNT(*) INTO @locked FROM \(rows) FOR UPDATE", reader: nil))
    }

    /// Runs `sql` and answers with the number of rows it changed.
    public mutating func changes(_ sql: SQL) -> Answer<Int> {
        execute(sql)
        let answer = Answer<Int>(nil)
        items.append(Item(sql: "SELECT ROW_COUNT()") { (row) throws(DatabaseError) in answer.read = try row.int() })
        return answer
    }

    /// Decodes every row with `decode`.
    public mutating func all<Element>(
        _ sql: SQL,
        _ decode: @escaping (inout Row) throws(DatabaseError) -> Element
    ) -> Answer<[Element]> {
        let answer = Answer<[Element]>([])
        items.append(Item(sql: sql) { (row) throws(DatabaseError) in answer.read?.append(try decode(&row)) })
        return answer
    }

    /// Calls `body` with each row as it comes.
    mutating func each(_ sql: SQL, _ body: @escaping (inout Row) throws(DatabaseError) -> Void) {
        items.append(Item(sql: sql, reader: body))
    }

    /// Decodes the first row, or answers `nil` when there is none.
    public mutating func first<Element>(
        _ sql: SQL,
        _ decode: @escaping (inout Row) throws(DatabaseError) -> Element
    ) -> Answer<Element?> {
        let answer = Answer<Element?>(.some(nil))
        items.append(
            Item(sql: sql) { (row) throws(DatabaseError) in
                if case .some(.none) = answer.read { answer.read = try decode(&row) }
            }
        )
        return answer
    }

    /// Reads the one integer of the one row.
    public mutating func count(_ sql: SQL) -> Answer<Int> {
        let answer = Answer<Int>(nil)
        items.append(Item(sql: sql) { (row) throws(DatabaseError) in answer.read = try row.int() })
        return answer
    }
}
