import CivilTime
import Domain
import JSON
import Store
import Web

/// What slot lists and searches are narrowed to, read from a query or a body.
enum SlotFilterInput {
    /// `GET slots/`: `status`, `date`, and the filters that the frontend sends beside them.
    static func list(_ request: Request) throws(HTTPError) -> SlotStore.Filter {
        var query = QueryReader(request)
        var filter = SlotStore.Filter()
        filter.status = query.choice("status", SlotStatus.init(rawValue:))
        (filter.from, filter.to) = days(&query)
        filter.jobID = query.number("job")
        filter.interviewType = query.choice("ai_interview_type", InterviewType.init(loose:))
        let available = query.flag("available")
        filter.onlyAvailable = query.flag("is_available") ?? available ?? false
        try query.check()
        return filter
    }

    /// `GET available-slots/`.
    static func available(_ request: Request) throws(HTTPError) -> SlotStore.Filter {
        var query = QueryReader(request)
        var filter = SlotStore.Filter()
        (filter.from, filter.to) = days(&query)
        let company = query.number("company")
        filter.companyID = query.number("company_id") ?? company
        filter.interviewType = query.choice("ai_interview_type", InterviewType.init(loose:))
        filter.onlyAvailable = true
        try query.check()
        return filter
    }

    /// The one day of `date`, or those from `start_date` to `end_date`; each is checked, also where it does not count.
    private static func days(_ query: inout QueryReader) -> (from: LocalDate?, to: LocalDate?) {
        let day = query.date("date")
        let start = query.date("start_date")
        let end = query.date("end_date")
        return (day ?? start, day ?? end)
    }

    /// `POST slots/search_available/`.
    static func search(_ body: JSON.Object) throws(HTTPError) -> SlotStore.Filter {
        var reader = FieldReader(body)
        var filter = SlotStore.Filter()
        filter.from = reader.date("start_date", .required).value
        filter.to = reader.date("end_date", .required).value
        filter.companyID = reader.key("company_id", .nullable).value
        filter.jobID = reader.key("job_id", .nullable).value
        if body["ai_interview_type"]?.isNull == false { filter.interviewType = SlotInput.interviewType(&reader).value }
        let start = reader.time("start_time", .nullable).value
        let end = reader.time("end_time", .nullable).value
        if let start, let end {
            filter.startsNotBefore = start
            filter.endsNotAfter = end
        }
        filter.minimumMinutes = reader.integer("duration_minutes", in: 0...1440, .nullable).value
        filter.onlyAvailable = true
        if let from = filter.from, let to = filter.to, to < from {
            reader.errors.add(FieldErrors.general, "Start date must be before or equal to end date")
        }
        try reader.check()
        return filter
    }
}

/// Reads a query's values and collects what is wrong with them.
struct QueryReader {
    private let request: Request
    private var errors = FieldErrors()

    init(_ request: Request) { self.request = request }

    func check() throws(HTTPError) { try errors.check() }

    /// The value, unless it is missing or empty.
    mutating func text(_ name: String) -> String? {
        guard let text = request.query(name), !text.isEmpty else { return nil }
        guard !text.utf8.contains(0) else {
            errors.add(name, "Null characters are not allowed.")
            return nil
        }
        return text
    }

    mutating func date(_ name: String) -> LocalDate? {
        read(name, { _ in "Enter a valid date." }) { LocalDate($0) }
    }

    mutating func number(_ name: String) -> Int64? {
        read(name, { _ in "A valid integer is required." }) { Int64($0) }
    }

    mutating func choice<Value>(_ name: String, _ parse: (String) -> Value?) -> Value? {
        read(name, { "Select a valid choice. \($0.prefix(100)) is not one of the available choices." }, parse)
    }

    mutating func flag(_ name: String) -> Bool? {
        read(name, { _ in "Must be a valid boolean." }) { text in
            switch text.lowercased() {
            case "true", "1": true
            case "false", "0": false
            default: nil
            }
        }
    }

    private mutating func read<Value>(
        _ name: String,
        _ sentence: (String) -> String,
        _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(name) else { return nil }
        guard let value = parse(text) else {
            errors.add(name, sentence(text))
            return nil
        }
        return value
    }
}
