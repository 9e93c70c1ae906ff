import CivilTime
import Domain
import JSON
import Web

/// An interview's body, in both spellings: `candidate` and `job`, or `candidate_id` and `job_id`.
struct InterviewInput {
    let candidate: Field<Int64>
    let job: Field<Int64>
    let slot: Field<SlotID>
    let status: Field<InterviewStatus>
    let round: Field<String>
    let feedback: Field<String>
    let startedAt: Field<Moment>
    let endedAt: Field<Moment>

    init(_ reader: inout FieldReader, isNew: Bool) {
        let candidateKey =
            reader.object["candidate"] == nil && reader.object["candidate_id"] != nil ? "candidate_id" : "candidate"
        let jobKey = reader.object["job"] == nil && reader.object["job_id"] != nil ? "job_id" : "job"
        candidate = reader.key(candidateKey, isNew ? .required : [])
        job = reader.key(jobKey, .nullable)
        slot = reader.id("slot", .nullable)
        status = reader.choice("status", among: InterviewStatus.allCases.map(\.rawValue))
            .map { InterviewStatus(rawValue: $0) }
        round = reader.text("interview_round", max: 100, [.blank, .nullable])
        feedback = reader.text("feedback", max: 20_000, [.blank, .nullable])
        startedAt = reader.moment("started_at", .nullable)
        endedAt = reader.moment("ended_at", .nullable)
        checkTimes(&reader)
    }

    private func checkTimes(_ reader: inout FieldReader) {
        switch (startedAt.value, endedAt.value) {
        case (nil, nil): return
        case (.instant(let start)?, .instant(let end)?):
            if end <= start { reader.errors.add(FieldErrors.general, "ended_at must be after started_at.") }
        case (.local(let start)?, .local(let end)?):
            if end <= start { reader.errors.add(FieldErrors.general, "ended_at must be after started_at.") }
        case (_?, _?):
            reader.errors.add(FieldErrors.general, "'started_at' and 'ended_at' must both name an offset, or neither.")
        default:
            reader.errors.add(
                FieldErrors.general,
                "Both 'started_at' and 'ended_at' must be provided when updating time fields."
            )
        }
    }

    /// The wall clock that the body names, if it is one day's.
    var wallClock: (date: LocalDate, start: LocalTime, end: LocalTime)? {
        guard case .local(let start)? = startedAt.value, case .local(let end)? = endedAt.value, start.date == end.date
        else { return nil }
        return (start.date, start.time, end.time)
    }
}

extension Moment {
    /// The instant; a wall clock without a zone is read in `zone`, a skipped one as if the clocks had not moved.
    func instant(in zone: Zone) -> Instant {
        switch self {
        case .instant(let instant): return instant
        case .local(let local):
            switch zone.resolve(local) {
            case .unique(let instant), .overlap(first: let instant, second: _): return instant
            case .gap(before: _, after: let instant): return instant
            }
        }
    }
}
