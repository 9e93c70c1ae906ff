public import Domain
public import JSON
public import MariaDB

/// What an AI evaluation found; an interview that only a person has scored has none.
public struct EvaluationResultStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The object `ai_analysis` of each interview's evaluation that has one.
    public func aiResults(of interviews: [InterviewID]) throws(DatabaseError) -> [InterviewID: JSON.Object] {
        let rows = try db.all(
            """
            SELECT interview_id, JSON_QUERY(details, '$.ai_analysis')
            FROM evaluation
            WHERE interview_id IN (\(list: interviews)) AND JSON_TYPE(JSON_QUERY(details, '$.ai_analysis')) = 'OBJECT'
            """
        ) { (row) throws(DatabaseError) -> (InterviewID, JSON.Object) in (try row.id(), try row.object()) }
        return Dictionary(rows) { first, _ in first }
    }
}
