import CivilTime
import Domain
import JSON

/// A message about a booking that is still to be written: everything it follows from, as it stood when the booking was.
///
/// It waits in the outbox in the message's place, encrypted like one. A request that books writes two drafts; the
/// process that delivers composes each before its first attempt, so that nobody at the browser waits for that.
struct MailDraft: Equatable, Sendable {
    /// Who will read the message.
    enum Reader: Equatable, Sendable {
        case candidate
        case recruiter(BookingFacts.Recruiter)
    }

    let occasion: MailOccasion
    let facts: BookingFacts
    let reader: Reader
    /// What tells this message from others about the same version of a booking.
    let tag: String
    /// The message's date.
    let writtenAt: Instant

    init(_ occasion: MailOccasion, _ facts: BookingFacts, for reader: Reader, tag: String, at now: Instant) {
        self.occasion = occasion
        self.facts = facts
        self.reader = reader
        self.tag = tag
        writtenAt = now
    }
}

extension MailDraft {
    /// The draft as bytes; `init(bytes:)` of a later release still reads them.
    var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.object { json in
            json.member("occasion", occasion.kind)
            json.member("previous_start", occasion.previousStart?.microseconds)
            json.member("lead_minutes", occasion.lead?.minutes)
            json.member("reader", reader.recruiter.map(WrittenRecruiter.init))
            json.member("tag", tag)
            json.member("written_at", writtenAt.microseconds)
            json.member("facts", WrittenFacts(facts: facts))
        }
        return writer.bytes
    }

    /// `nil` for bytes that are no draft, or one of a release that knew more than this.
    init?(bytes: [UInt8]) {
        guard let json = try? JSON.parse(bytes), let object = json.object,
            let occasion = MailOccasion(object), let facts = object["facts"]?.object.flatMap(BookingFacts.init),
            let reader = object["reader"].flatMap(Reader.init), let tag = object["tag"]?.string,
            let writtenAt = object.instant("written_at")
        else { return nil }
        self.init(occasion, facts, for: reader, tag: tag, at: writtenAt)
    }
}

extension MailDraft.Reader {
    fileprivate var recruiter: BookingFacts.Recruiter? {
        guard case .recruiter(let recruiter) = self else { return nil }
        return recruiter
    }

    fileprivate init?(_ json: JSON) {
        if json == .null {
            self = .candidate
            return
        }
        guard let recruiter = BookingFacts.Recruiter(json) else { return nil }
        self = .recruiter(recruiter)
    }
}

extension MailOccasion {
    fileprivate var previousStart: Instant? {
        guard case .rescheduled(let start) = self else { return nil }
        return start
    }

    fileprivate var lead: ReminderLead? {
        guard case .reminder(let lead) = self else { return nil }
        return lead
    }

    fileprivate init?(_ json: JSON.Object) {
        let all: [MailOccasion] = [
            .scheduled, .rescheduled(from: json.instant("previous_start") ?? Instant(seconds: 0)), .cancelled,
            .reminder(ReminderLead(minutes: Int(json["lead_minutes"]?.int ?? 0))), .completed,
        ]
        guard let occasion = all.first(where: { $0.kind == json["occasion"]?.string }) else { return nil }
        self = occasion
    }
}

/// The facts as they wait in a draft.
private struct WrittenFacts: JSONWritable {
    let facts: BookingFacts

    func write(to writer: inout JSONWriter) {
        writer.object { json in
            json.member("interview_id", facts.interviewID.text)
            json.member("version", facts.version)
            json.member("candidate_name", facts.candidateName)
            json.member("candidate_email", facts.candidateEmail)
            json.member("locale", facts.locale)
            json.member("job", facts.job)
            json.member("company", facts.company)
            json.member("coding_language", facts.codingLanguage)
            json.member("starts_at", facts.startsAt.microseconds)
            json.member("ends_at", facts.endsAt.microseconds)
            json.member("zone", facts.zone.identifier)
            json.member("candidate_zone", facts.candidateZone?.identifier)
            json.member("interview_type", facts.interviewType)
            json.member("notes", facts.notes)
            json.member("link", facts.link)
            json.member("contact", facts.contact)
            json.member("signature", facts.signature)
            json.member("recruiters", facts.recruiters.map(WrittenRecruiter.init))
        }
    }
}

extension BookingFacts {
    /// A zone that the system no longer knows makes no facts: the message would name another time.
    fileprivate init?(_ json: JSON.Object) {
        guard let id = json["interview_id"]?.string, let version = json["version"]?.int,
            let startsAt = json.instant("starts_at"), let endsAt = json.instant("ends_at"),
            let zone = json["zone"]?.string.flatMap({ try? Zone.named($0) })
        else { return nil }
        func text(_ key: String) -> String { json[key]?.string ?? "" }
        self.init(
            interviewID: InterviewID(trusted: id),
            version: Int(version),
            candidateName: text("candidate_name"),
            candidateEmail: text("candidate_email"),
            locale: text("locale"),
            job: text("job"),
            company: text("company"),
            codingLanguage: text("coding_language"),
            startsAt: startsAt,
            endsAt: endsAt,
            zone: zone,
            candidateZone: json["candidate_zone"]?.string.flatMap { try? Zone.named($0) },
            interviewType: text("interview_type"),
            notes: text("notes"),
            link: text("link"),
            contact: text("contact"),
            signature: text("signature"),
            recruiters: (json["recruiters"]?.array ?? []).compactMap(Recruiter.init)
        )
    }
}

private struct WrittenRecruiter: JSONWritable {
    let recruiter: BookingFacts.Recruiter

    func write(to writer: inout JSONWriter) {
        writer.object { json in
            json.member("user_id", recruiter.userID)
            json.member("name", recruiter.name)
            json.member("email", recruiter.email)
        }
    }
}

extension BookingFacts.Recruiter {
    fileprivate init?(_ json: JSON) {
        guard let object = json.object, let id = object["user_id"]?.int else { return nil }
        self.init(userID: id, name: object["name"]?.string ?? "", email: object["email"]?.string ?? "")
    }
}

extension JSON.Object {
    fileprivate func instant(_ key: String) -> Instant? { self[key]?.int.map { Instant(microseconds: $0) } }
}
