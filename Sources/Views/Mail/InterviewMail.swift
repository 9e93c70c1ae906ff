public import CivilTime
public import Domain
public import Mustache

/// The strings of a mail about one interview; every template in `templates/mail` uses these names only.
public struct InterviewMail: MustacheParent, Sendable {
    /// To whom it is written, which decides whose clock comes first.
    public enum Reader: Equatable, Sendable {
        case candidate
        case recruiter(name: String)
    }

    /// What does not follow from a booking, or stands in the place of what does.
    private var fields: [String: String?]
    private var booking: BookingFields?

    /// The mail about a booking.
    public init(
        _ facts: BookingFacts,
        for reader: Reader = .candidate,
        in language: MailLanguage = .english,
        policy: PortalPolicy
    ) {
        fields = [:]
        booking = BookingFields(facts: facts, reader: reader, language: language, policy: policy)
    }

    /// The mail that asks a candidate to choose a time; `recruiter` is the name of the one who is told of it instead.
    public init(
        _ invitation: Invitation,
        link: String,
        zones: MailZones,
        in language: MailLanguage = .english,
        for recruiter: String? = nil
    ) {
        booking = nil
        fields = InterviewMail.names(
            candidate: invitation.candidateName,
            job: invitation.jobTitle ?? "",
            company: invitation.companyName,
            signature: invitation.signature,
            contact: invitation.contact,
            in: language
        )
        fields["link"] = link
        fields["recipient"] = recruiter.map { MailText.line($0, or: language.standIn(for: .recruiter)) }
        fields["expires"] = MailText.moment(invitation.expiresAt, in: zones.candidate ?? zones.company, language)
    }

    /// The time that a moved interview had before.
    public func moved(
        from previousStart: Instant,
        _ facts: BookingFacts,
        for reader: Reader = .candidate,
        in language: MailLanguage = .english
    ) -> InterviewMail {
        let clocks = MailClocks(facts, for: reader, in: language)
        var moved = self
        moved.fields["old_start"] = clocks.moment(previousStart)
        moved.fields["old_start_elsewhere"] = clocks.elsewhere(previousStart)
        return moved
    }

    /// What stands against the candidate's mail, for the recruiter; without `link` there is none to pass on.
    public func undelivered(to address: String, because reason: String, link: String?) -> InterviewMail {
        var failed = self
        failed.fields["address"] = MailText.line(address, or: "-")
        failed.fields["reason"] = MailText.line(reason, or: "-")
        failed.fields["link"] = link
        return failed
    }

    /// The same as it stands in a message with that subject, to whose `replyTo` answers go, if anywhere.
    public func composed(subject: String, replyTo: String?, hasCalendar: Bool) -> InterviewMail {
        var composed = self
        composed.fields["subject"] = subject
        composed.fields["reply_to"] = replyTo
        composed.fields["calendar"] = hasCalendar ? "invite.ics" : nil
        return composed
    }

    private static func names(
        candidate: String,
        job: String,
        company: String,
        signature: String,
        contact: String,
        in language: MailLanguage
    ) -> [String: String?] {
        var fields: [String: String?] = [
            "candidate": MailText.line(candidate, or: language.standIn(for: .candidate)),
            "job": MailText.line(job, or: language.standIn(for: .job)),
            "company": MailText.line(company, or: language.standIn(for: .company)),
        ]
        fields["signature"] = MailText.optionalLine(signature)
        fields["contact"] = MailText.optionalLine(contact)
        return fields
    }

    public func child(named name: String) -> Any? { value(of: name) }

    /// Whether a template may use that name of this mail outside of a section.
    public func has(_ name: String) -> Bool { value(of: name) != nil }

    private func value(of name: String) -> String? {
        if let own = fields[name] { return own }
        return booking?.value(of: name)
    }

    /// Every name that a template may use.
    public static let names: Set<String> = [
        "candidate", "recipient", "job", "company", "start", "start_elsewhere", "end", "zone", "duration", "type",
        "link", "opens", "grace", "entry_until", "signature", "notes", "contact", "old_start", "old_start_elsewhere",
        "subject", "expires", "address", "reason", "reply_to", "calendar",
    ]
}

/// The zones that a mail's times are written in; the candidate's is not always known.
public struct MailZones: Equatable, Sendable {
    public let candidate: Zone?
    public let company: Zone

    public init(candidate: Zone?, company: Zone) {
        self.candidate = candidate
        self.company = company
    }
}

/// The strings that follow from a booking, each written when a template asks for it: a subject needs few of them.
private struct BookingFields {
    let facts: BookingFacts
    let reader: InterviewMail.Reader
    let language: MailLanguage
    let policy: PortalPolicy

    func value(of name: String) -> String? {
        let clocks = MailClocks(facts, for: reader, in: language)
        return switch name {
        case "candidate": MailText.line(facts.candidateName, or: language.standIn(for: .candidate))
        case "recipient": recipient
        case "job": MailText.line(facts.job, or: language.standIn(for: .job))
        case "company": MailText.line(facts.company, or: language.standIn(for: .company))
        case "signature": MailText.optionalLine(facts.signature)
        case "contact": MailText.optionalLine(facts.contact)
        case "start": clocks.moment(facts.startsAt)
        case "start_elsewhere": clocks.elsewhere(facts.startsAt)
        case "end": MailText.end(of: facts, in: clocks.zone, language)
        case "zone": MailText.zone(clocks.zone, at: facts.startsAt, language)
        case "duration": language.duration(seconds: facts.startsAt.seconds(until: facts.endsAt))
        case "type": language.interviewType(facts.interviewType)
        case "link": facts.link
        case "opens": language.duration(seconds: Int64(policy.earlySeconds))
        case "grace": language.duration(seconds: Int64(policy.graceSeconds))
        case "entry_until":
            MailText.clock(policy.window(startsAt: facts.startsAt, endsAt: facts.endsAt).entryUntil, in: clocks.zone)
        case "notes": MailText.paragraphs(facts.notes)
        default: nil
        }
    }

    private var recipient: String? {
        guard case .recruiter(let name) = reader else { return nil }
        return MailText.line(name, or: language.standIn(for: .recruiter))
    }
}

/// The reader's clock, and the one of the other side.
private struct MailClocks {
    let zone: Zone
    private let other: Zone
    private let language: MailLanguage

    init(_ facts: BookingFacts, for reader: InterviewMail.Reader, in language: MailLanguage) {
        let candidate = facts.candidateZone ?? facts.zone
        (zone, other) = reader == .candidate ? (candidate, facts.zone) : (facts.zone, candidate)
        self.language = language
    }

    func moment(_ instant: Instant) -> String { MailText.moment(instant, in: zone, language) }

    func elsewhere(_ instant: Instant) -> String? { MailText.moment(instant, in: other, besides: zone, language) }
}
