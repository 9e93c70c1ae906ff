import JSON
import MariaDB
import Web

/// The part of a list that a request asks for: `?limit=` and `?offset=`.
///
/// Lists stay bare arrays; `X-Total-Count` says how many rows there are.
struct Page {
    let limit: Int
    let offset: Int

    /// Throws 400 for a limit or an offset that is no number in range.
    init(_ request: Request, maximum: Int) throws(HTTPError) {
        var errors = FieldErrors()
        func read(_ name: String, default value: Int, minimum: Int) -> Int {
            guard let text = request.query(name), !text.isEmpty else { return value }
            guard let number = Int(text), number >= minimum else {
                errors.add(name, "A whole number from \(minimum) to \(Int.max) is required.")
                return value
            }
            return number
        }
        limit = min(read("limit", default: maximum, minimum: 0), maximum)
        offset = min(read("offset", default: 0, minimum: 0), 1_000_000_000)
        try errors.check()
    }

    /// The clause that ends a list's statement.
    var sql: SQL { "LIMIT \(limit) OFFSET \(offset)" }

    /// Whether the rows of this page are all there are, so that nothing need be counted.
    func isWhole(_ count: Int) -> Bool { offset == 0 && count < limit }

    /// The rows as an array; `count` is asked for the total only when this page may not be all there is.
    func response<Row>(_ rows: [Row], count: () throws -> Int, _ json: (Row) -> JSON) throws -> Response {
        response(rows.map(json), total: isWhole(rows.count) ? rows.count : try count())
    }

    func response(_ rows: [JSON], total: Int) -> Response {
        Response.json(writing: rows).with("X-Total-Count", String(total))
    }
}
