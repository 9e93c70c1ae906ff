public import CivilTime
public import Domain
public import Mustache

/// The strings of a mail about one interview; every template in `templates/mail` uses these names only.
public struct InterviewMail: MustacheParent, Sendable {
    private let fields: [String: String]

    /// `previousStart` is the time a moved interview had before, `recipient` the name of the recruiter written to.
    public init(
        _ facts: BookingFacts,
        policy: PortalPolicy,
        previousStart: Instant? = nil,
        recipient: String = ""
    ) {
        let window = policy.window(startsAt: facts.startsAt, endsAt: facts.endsAt)
        let company = MailText.line(facts.company, or: "Company")
        var fields = [
            "candidate": MailText.line(facts.candidateName, or: "Candidate"),
            "recipient": MailText.line(recipient, or: "there"),
            "job": MailText.line(facts.job, or: "Interview Position"),
            "company": company,
            "start": MailText.moment(facts.startsAt, in: facts.zone),
            "end": MailText.end(of: facts),
            "zone": MailText.zone(facts.zone, at: facts.startsAt),
            "duration": MailText.duration(seconds: facts.startsAt.seconds(until: facts.endsAt)),
            "type": MailText.title(facts.interviewType),
            "link": facts.link,
            "opens": MailText.duration(seconds: Int64(policy.earlySeconds)),
            "grace": MailText.duration(seconds: Int64(policy.graceSeconds)),
            "entry_until": window.entryUntil.clockText(in: facts.zone),
            "signature": "\(company) Recruitment Team",
            "footer": InterviewMail.footer,
        ]
        fields["notes"] = MailText.paragraphs(facts.notes)
        fields["contact"] = facts.contact.isEmpty ? nil : MailText.line(facts.contact, or: "")
        fields["old_start"] = previousStart.map { MailText.moment($0, in: facts.zone) }
        self.fields = fields
    }

    /// The strings of the mail that asks a candidate to choose a time.
    public init(_ invitation: Invitation, zone: Zone, link: String) {
        let company = MailText.line(invitation.companyName, or: "Company")
        fields = [
            "candidate": MailText.line(invitation.candidateName, or: "Candidate"),
            "job": MailText.line(invitation.jobTitle ?? "", or: "Interview Position"),
            "company": company,
            "zone": MailText.zone(zone, at: invitation.expiresAt),
            "link": link,
            "expires": MailText.moment(invitation.expiresAt, in: zone),
            "signature": "\(company) Recruitment Team",
            "footer": InterviewMail.footer,
        ]
        .merging(invitation.contact.isEmpty ? [:] : ["contact": MailText.line(invitation.contact, or: "")]) { $1 }
    }

    private init(fields: [String: String]) { self.fields = fields }

    /// The same with the subject, which the HTML form repeats as its title.
    public func titled(_ subject: String) -> InterviewMail {
        InterviewMail(fields: fields.merging(["subject": subject]) { $1 })
    }

    private static let footer =
        "This is an automated message. Answers to it may not be read; please write to your recruiter."

    public func child(named name: String) -> Any? { fields[name] }

    /// Every name that a template may use.
    public static let names: Set<String> = [
        "candidate", "recipient", "job", "company", "start", "end", "zone", "duration", "type", "link", "opens",
        "grace", "entry_until", "signature", "footer", "notes", "contact", "old_start", "subject",
        "expires",
    ]
}
