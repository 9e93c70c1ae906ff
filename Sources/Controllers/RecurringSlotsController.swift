import Calendaring
import CivilTime
import Domain
import JSON
import Store
import Web

/// `create_recurring`: a window of every matching day, cut into slots.
struct RecurringSlotsController {
    var routes: [Route<Work>] { [.post("/api/interviews/slots/create_recurring/", create)] }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        guard Access.permits(.create, .slot, caller.role) else {
            guard Access.managers.contains(caller.role) else { throw HTTPError.forbidden }
            throw HTTPError(.forbidden, "You don't have permission to create interview slots")
        }
        var reader = FieldReader(try request.object())
        let input = RecurringInput(&reader)
        try reader.check()
        let company = try ReferenceStore(work.db).company(
            caller.role == .admin ? input.company.value ?? 0 : caller.companyID ?? 0
        )
        guard let company else { throw HTTPError.error(.badRequest, "Company not found") }
        let job = try SlotReferences.job(input.job, company: company.id, caller, work, &reader, key: "job_id")?.id
        let dates = input.dates(&reader)
        try reader.check()
        let template = SlotSeries.Template(
            companyID: company.id,
            jobID: job,
            interviewType: input.type.value ?? .general,
            aiConfiguration: input.aiConfiguration.value ?? [:],
            pattern: input.pattern,
            notes: input.notes.value ?? "",
            maxCandidates: input.seats.value ?? 1
        )
        let zone = try SlotReferences.zone(input.zone.value, company, work)
        return try SlotSeries.make(input.series, on: dates, as: template, in: zone, work)
    }
}

/// The body of `create_recurring`: weekdays, or a recurrence rule (`rrule`, RFC 5545, section 3.3.10) in their place.
struct RecurringInput {
    let company: Field<Int64>
    let type: Field<InterviewType>
    let job: Field<Int64>
    let start: Field<LocalDate>
    let end: Field<LocalDate>
    let from: Field<LocalTime>
    let to: Field<LocalTime>
    let weekdays: [Int]
    let rule: Field<String>
    let slotDuration: Field<Int>
    let breakDuration: Field<Int>
    let seats: Field<Int>
    let aiConfiguration: Field<JSON.Object>
    let notes: Field<String>
    let zone: Field<Zone>

    init(_ reader: inout FieldReader) {
        company = reader.key("company_id", .required)
        type = SlotInput.interviewType(&reader)
        job = reader.key("job_id", .nullable)
        start = reader.date("start_date", .required)
        end = reader.date("end_date", .required)
        from = reader.time("start_time", .required)
        to = reader.time("end_time", .required)
        rule = reader.text("rrule", max: 500, .nullable)
        weekdays = rule.value == nil ? RecurringInput.weekdays(&reader) : []
        slotDuration = reader.integer("slot_duration", in: 5...480)
        breakDuration = reader.integer("break_duration", in: 0...240)
        seats = reader.integer("max_candidates_per_slot", in: 1...10)
        aiConfiguration = reader.jsonObject("ai_configuration")
        notes = reader.text("notes", max: 10_000, [.blank, .nullable])
        zone = SlotInput.zone(&reader)
        GenerationInput.checkSpan(start.value, end.value, &reader.errors)
        if let from = from.value, let to = to.value, to <= from {
            reader.errors.add(FieldErrors.general, "End time must be after start time")
        }
    }

    /// The list `days_of_week`, each from 1 (Monday) to 7; errors stand under the position of what is wrong.
    private static func weekdays(_ reader: inout FieldReader) -> [Int] {
        guard let given = reader.object["days_of_week"], !given.isNull else {
            reader.errors.add("days_of_week", "This field is required.")
            return []
        }
        guard let list = given.array else {
            reader.errors.add("days_of_week", "Expected a list of items but got type \"\(given.pythonType)\".")
            return []
        }
        guard !list.isEmpty else {
            reader.errors.add("days_of_week", "This list may not be empty.")
            return []
        }
        var wrong: JSON.Object = [:]
        var days: [Int] = []
        for (index, value) in list.prefix(100).enumerated() {
            switch value.int {
            case nil: wrong[String(index)] = ["A valid integer is required."]
            case let day? where day < 1: wrong[String(index)] = ["Ensure this value is greater than or equal to 1."]
            case let day? where day > 7: wrong[String(index)] = ["Ensure this value is less than or equal to 7."]
            case let day?: days.append(Int(day))
            }
        }
        if !wrong.isEmpty { reader.errors.set("days_of_week", .object(wrong)) }
        return days
    }

    /// The days of the series; a rule that cannot be read is an error of `rrule`.
    func dates(_ reader: inout FieldReader) -> [LocalDate] {
        guard let start = start.value, let end = end.value else { return [] }
        guard let text = rule.value else {
            return (0...start.days(until: end)).map { start.adding(days: $0) }.filter { weekdays.contains($0.weekday) }
        }
        do throws(CalendaringError) {
            return try RecurrenceRule(text)
                .dates(startingOn: start, from: start, through: end, limit: GenerationInput.maximumDays)
        } catch {
            reader.errors.add("rrule", error.description)
            return []
        }
    }

    var series: RecurringSlots {
        RecurringSlots(
            start: from.value ?? .midnight,
            end: to.value ?? .midnight,
            slotDuration: slotDuration.value ?? 60,
            breakDuration: breakDuration.value ?? 15,
            zoneName: zone.value?.identifier
        )
    }

    /// What each slot remembers of the series.
    var pattern: JSON.Object {
        var pattern: JSON.Object = [
            "days_of_week": .array(weekdays.map { .int(Int64($0)) }),
            "start_time": .string(series.start.description),
            "end_time": .string(series.end.description),
            "slot_duration": .int(Int64(series.slotDuration)),
            "break_duration": .int(Int64(series.breakDuration)),
        ]
        if let rule = rule.value { pattern["rrule"] = .string(rule) }
        return pattern
    }
}
