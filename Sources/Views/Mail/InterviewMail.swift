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

    private var fields: [String: String]

    /// The mail about a booking.
    public init(
        _ facts: BookingFacts,
        for reader: Reader = .candidate,
        in language: MailLanguage = .english,
        policy: PortalPolicy
    ) {
        let window = policy.window(startsAt: facts.startsAt, endsAt: facts.endsAt)
        let clocks = MailClocks(facts, for: reader, in: language)
        fields = InterviewMail.names(
            candidate: facts.candidateName,
            job: facts.job,
            company: facts.company,
            signature: facts.signature,
            contact: facts.contact,
            in: language
        )
        fields.merge([
            "start": clocks.moment(facts.startsAt),
            "end": MailText.end(of: facts, in: clocks.zone, language),
            "zone": MailText.zone(clocks.zone, at: facts.startsAt, language),
            "duration": language.duration(seconds: facts.startsAt.seconds(until: facts.endsAt)),
            "type": language.interviewType(facts.interviewType),
            "link": facts.link,
            "opens": language.duration(seconds: Int64(policy.earlySeconds)),
            "grace": language.duration(seconds: Int64(policy.graceSeconds)),
            "entry_until": MailText.clock(window.entryUntil, in: clocks.zone),
        ]) { $1 }
        fields["start_elsewhere"] = clocks.elsewhere(facts.startsAt)
        fields["notes"] = MailText.paragraphs(facts.notes)
        if case .recruiter(let name) = reader {
            fields["recipient"] = MailText.line(name, or: language.standIn(for: .recruiter))
        }
    }

    /// The mail that asks a candidate to choose a time; `recruiter` is the name of the one who is told of it instead.
    public init(
        _ invitation: Invitation,
        link: String,
        zones: MailZones,
        in language: MailLanguage = .english,
        for recruiter: String? = nil
    ) {
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
    ) -> [String: String] {
        var fields = [
            "candidate": MailText.line(candidate, or: language.standIn(for: .candidate)),
            "job": MailText.line(job, or: language.standIn(for: .job)),
            "company": MailText.line(company, or: language.standIn(for: .company)),
        ]
        fields["signature"] = MailText.optionalLine(signature)
        fields["contact"] = MailText.optionalLine(contact)
        return fields
    }

    public func child(named name: String) -> Any? { fields[name] }

    /// Whether a template may use that name of this mail outside of a section.
    public func has(_ name: String) -> Bool { fields[name] != nil }

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
