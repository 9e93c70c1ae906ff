import CivilTime
import Domain
import JSON
import Web

/// A slot's body, read and checked; keys that are derived (`current_bookings`, `is_available`, …) are not looked at.
struct SlotInput {
    let type: Field<SlotType>
    let status: Field<SlotStatus>
    let date: Field<LocalDate>
    let start: Field<LocalTime>
    let end: Field<LocalTime>
    let zone: Field<Zone>
    let interviewType: Field<InterviewType>
    let aiConfiguration: Field<JSON.Object>
    let company: Field<Int64>
    let job: Field<Int64>
    let isRecurring: Field<Bool>
    let recurringPattern: Field<JSON.Object>
    let notes: Field<String>
    let maxCandidates: Field<Int>
    /// Whether the body carries a seat counter: then it is the frontend's whole object, and its `booked` means nothing.
    let isWholeObject: Bool

    /// Reads the body; `errors` holds what is wrong with it.
    init(_ reader: inout FieldReader, isNew: Bool) {
        type = reader.choice("slot_type", among: SlotType.allCases.map(\.rawValue)).map { SlotType(rawValue: $0) }
        status = reader.choice("status", among: SlotStatus.allCases.map(\.rawValue)).map { SlotStatus(rawValue: $0) }
        date = reader.date("interview_date")
        start = reader.time("start_time")
        end = reader.time("end_time")
        zone = SlotInput.zone(&reader)
        interviewType = SlotInput.interviewType(&reader)
        aiConfiguration = reader.jsonObject("ai_configuration")
        company = reader.key("company", isNew ? .required : [])
        job = reader.key("job", .nullable)
        isRecurring = reader.boolean("is_recurring")
        recurringPattern = reader.jsonObject("recurring_pattern")
        notes = reader.text("notes", max: 10_000, [.blank, .nullable])
        maxCandidates = reader.integer("max_candidates", in: 1...10_000)
        isWholeObject = reader.object["current_bookings"] != nil
        if let date = date.value, !(1970...2200).contains(date.year) {
            reader.errors.add("interview_date", "Ensure the year is between 1970 and 2200.")
        }
    }

    static func interviewType(_ reader: inout FieldReader) -> Field<InterviewType> {
        let text = reader.text("ai_interview_type", max: 50)
        guard let value = text.value else { return text.isAbsent ? .absent : .null }
        guard let type = InterviewType(loose: value) else {
            reader.errors.add("ai_interview_type", "\"\(value)\" is not a valid choice.")
            return .absent
        }
        return .value(type)
    }

    static func zone(_ reader: inout FieldReader) -> Field<Zone> {
        let text = reader.text("time_zone", max: 64, .nullable)
        guard let name = text.value else { return text.isAbsent ? .absent : .null }
        do throws(ZoneError) {
            return .value(try Zone.named(name))
        } catch {
            reader.errors.add("time_zone", "\"\(name)\" is not a time zone of the IANA database.")
            return .absent
        }
    }

    /// The status that this body asks for, if it may.
    ///
    /// `booked` beside a seat counter is the frontend telling what it counted; seats are counted here.
    var requestedStatus: SlotStatus? {
        guard let status = status.value else { return nil }
        if isWholeObject, status == .booked || status == .available { return nil }
        return status
    }

    /// The wall clock that the body asks for, over `current`; what is wrong with it is added to `errors`.
    func time(over current: SlotTime?, default zone: Zone, _ errors: inout FieldErrors, today: LocalDate) -> SlotTime? {
        let start = start.value ?? current?.start ?? LocalTime(hour: 8, minute: 0) ?? .midnight
        let end = end.value ?? current?.end ?? LocalTime(hour: 8, minute: 10) ?? .midnight
        let made = SlotTime.make(
            date: date.value ?? current?.date ?? today,
            start: start,
            end: end,
            zoneName: self.zone.isAbsent ? current?.zoneName : self.zone.value?.identifier,
            in: zone
        )
        switch made {
        case .success(let time): return time
        case .failure(.endNotAfterStart):
            errors.add(FieldErrors.general, "End time must be after start time")
        case .failure(.skipped(let time)):
            errors.add(FieldErrors.general, "The clocks in \(zone.identifier) skip \(time) on that day.")
        }
        return nil
    }
}

extension Field {
    /// The value turned into another type; a value that does not convert is absent, as it was refused before.
    func map<Other>(_ transform: (Value) -> Other?) -> Field<Other> {
        switch self {
        case .absent: .absent
        case .null: .null
        case .value(let value): transform(value).map(Field<Other>.value) ?? .absent
        }
    }
}
