import CivilTime
import Domain
import JSON
import Store
import Web

/// The body of a company's weekly rule.
struct ConfigurationInput {
    private let type: Field<InterviewType>
    private let day: Field<Int>
    private let start: Field<LocalTime>
    private let end: Field<LocalTime>
    private let slotDuration: Field<Int>
    private let breakDuration: Field<Int>
    private let aiSettings: Field<JSON.Object>
    private let validFrom: Field<LocalDate>
    private let validUntil: Field<LocalDate>

    init(_ reader: inout FieldReader, isNew: Bool) {
        let required: FieldReader.Rule = isNew ? .required : []
        type = reader.choice("interview_type", among: InterviewType.allCases.map(\.rawValue), required)
            .map { InterviewType(rawValue: $0) }
        day = reader.integer("day_of_week", in: 1...7, required)
        start = reader.time("start_time", required)
        end = reader.time("end_time", required)
        slotDuration = reader.integer("slot_duration", in: 5...480)
        breakDuration = reader.integer("break_duration", in: 0...240)
        aiSettings = reader.jsonObject("ai_settings")
        validFrom = reader.date("valid_from", required)
        validUntil = reader.date("valid_until", .nullable)
        guard isNew else { return }
        if let start = start.value, let end = end.value, end <= start {
            reader.errors.add(FieldErrors.general, "End time must be after start time")
        }
        if let from = validFrom.value, let until = validUntil.value, until < from {
            reader.errors.add("valid_until", "Ensure this is not before valid_from.")
        }
    }

    /// The rule with what the body changes, or a new one.
    func applied(to rule: InterviewConfiguration?, company: Int64, at now: Instant) -> InterviewConfiguration {
        InterviewConfiguration(
            id: rule?.id ?? 0,
            companyID: company,
            companyName: rule?.companyName ?? "",
            companyZone: rule?.companyZone,
            interviewType: type.value ?? rule?.interviewType ?? .general,
            dayOfWeek: day.value ?? rule?.dayOfWeek ?? 1,
            start: start.value ?? rule?.start ?? .midnight,
            end: end.value ?? rule?.end ?? .midnight,
            slotDuration: slotDuration.value ?? rule?.slotDuration ?? 60,
            breakDuration: breakDuration.value ?? rule?.breakDuration ?? 15,
            aiSettings: aiSettings.value ?? rule?.aiSettings ?? [:],
            validFrom: validFrom.value ?? rule?.validFrom ?? LocalDate(daysSinceEpoch: 0),
            validUntil: validUntil.applied(to: rule?.validUntil),
            createdAt: rule?.createdAt ?? now,
            updatedAt: now
        )
    }

    static func check(_ rule: InterviewConfiguration, _ errors: inout FieldErrors) {
        if rule.end <= rule.start { errors.add(FieldErrors.general, "End time must be after start time") }
        if let until = rule.validUntil, until < rule.validFrom {
            errors.add("valid_until", "Ensure this is not before valid_from.")
        }
    }
}

/// Between which days slots are generated, and with how many seats each.
struct GenerationInput {
    /// The most days that one request may cover.
    static let maximumDays = 366

    let from: Field<LocalDate>
    let to: Field<LocalDate>
    let seats: Field<Int>

    init(_ reader: inout FieldReader) {
        from = reader.date("start_date", .required)
        to = reader.date("end_date", .required)
        seats = reader.integer("max_candidates_per_slot", in: 1...10)
        GenerationInput.checkSpan(from.value, to.value, &reader.errors)
    }

    static func checkSpan(_ from: LocalDate?, _ to: LocalDate?, _ errors: inout FieldErrors) {
        guard let from, let to else { return }
        if to < from { errors.add(FieldErrors.general, "Start date must be before or equal to end date") }
        if from.days(until: to) >= maximumDays {
            errors.add("end_date", "Ensure the series covers at most \(maximumDays) days.")
        }
    }
}
