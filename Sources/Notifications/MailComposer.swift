import CivilTime
import Domain
import JSON
import SMTP
import Store
import Views

/// Turns a booking into messages, by the templates below `mail`.
///
/// Everything in a message follows from the booking, so that composing it again gives the same bytes.
struct MailComposer: Sendable {
    let sender: Mailbox
    private let templates: Templates
    private let names: Set<String>
    private let policy: PortalPolicy

    init(templates: Templates, sender: Mailbox, policy: PortalPolicy) throws(MissingTemplates) {
        self.templates = templates
        self.sender = sender
        self.policy = policy
        names = Set(templates.names)
        let missing = MailComposer.needed.filter { !names.contains($0) }
        guard missing.isEmpty else { throw MissingTemplates(names: missing) }
    }

    static let needed: [String] = {
        let folders = MailOccasion.allCases.flatMap { [$0.candidateTemplate, $0.recruiterTemplate] } + ["invitation"]
        return folders.flatMap { folder in ["subject", "text", "html"].map { "mail/\(folder)/\($0)" } }
    }()

    func candidateMail(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        previousStart: Instant?,
        tag: String,
        at now: Instant
    ) -> Result<ComposedMail, MailError> {
        Result { () throws(MailError) in
            try compose(
                folder(occasion.candidateTemplate, locale: facts.locale),
                InterviewMail(facts, policy: policy, previousStart: previousStart),
                to: Mailbox(name: facts.candidateName, address: EmailAddress(facts.candidateEmail)),
                replyTo: facts.recruiters.lazy.compactMap(\.mailbox).first,
                id: MessageID(token(occasion, facts, tag: tag), domain: domain),
                at: now
            )
        }
    }

    func recruiterMail(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ recruiter: BookingFacts.Recruiter,
        previousStart: Instant?,
        tag: String,
        at now: Instant
    ) -> Result<ComposedMail, MailError> {
        Result { () throws(MailError) in
            try compose(
                "mail/\(occasion.recruiterTemplate)",
                InterviewMail(facts, policy: policy, previousStart: previousStart, recipient: recruiter.name),
                to: Mailbox(name: recruiter.name, address: EmailAddress(recruiter.email)),
                replyTo: nil,
                id: MessageID(token(occasion, facts, tag: tag), domain: domain),
                at: now
            )
        }
    }

    func notification(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ recruiter: BookingFacts.Recruiter,
        _ previousStart: Instant?,
        isMailed: Bool
    ) -> NewNotification {
        let mail = InterviewMail(facts, policy: policy, previousStart: previousStart)
        let subject = render("mail/\(occasion.recruiterTemplate)/subject", mail)
        let time = MailText.moment(facts.startsAt, in: facts.zone)
        let job = facts.job.isEmpty ? "Interview" : facts.job
        return NewNotification(
            userID: recruiter.userID,
            type: occasion.kind,
            title: String(subject.prefix(255)),
            message: facts.company.isEmpty ? "\(job), \(time)" : "\(job) at \(facts.company), \(time)",
            priority: "high",
            metadata: ["interview_id": .string(facts.interviewID.text)],
            isMailed: isMailed
        )
    }

    /// The Message-ID, also of a message that could not be composed.
    func messageIDText(_ occasion: MailOccasion, _ facts: BookingFacts, tag: String) -> String {
        "<\(token(occasion, facts, tag: tag))@\(domain)>"
    }

    func compose(
        _ folder: String,
        _ model: InterviewMail,
        to recipient: Mailbox,
        replyTo: Mailbox?,
        id: MessageID,
        at now: Instant
    ) throws(MailError) -> ComposedMail {
        let subject = render("\(folder)/subject", model)
        let bytes = try Message(
            from: sender,
            to: recipient,
            replyTo: replyTo,
            subject: subject,
            date: now.seconds,
            id: id,
            boundary: "part",
            text: render("\(folder)/text", model),
            html: render("\(folder)/html", model.titled(subject))
        )
        .rendered()
        return ComposedMail(subject: String(subject.prefix(998)), bytes: bytes)
    }

    /// The templates in the candidate's language, where they are all there.
    func folder(_ name: String, locale: String) -> String {
        let translated = "mail/\(locale.prefix { $0 != "-" && $0 != "_" })/\(name)"
        let isComplete = ["subject", "text", "html"].allSatisfy { names.contains("\(translated)/\($0)") }
        return isComplete ? translated : "mail/\(name)"
    }

    private func render(_ name: String, _ model: InterviewMail) -> String {
        guard let text = templates.render(name, model) else {
            preconditionFailure("\(name) is one of the names that were there at start")
        }
        return text
    }

    private func token(_ occasion: MailOccasion, _ facts: BookingFacts, tag: String) -> String {
        "\(facts.interviewID).\(occasion.kind).\(facts.version).\(tag)"
    }

    var domain: String { sender.address.isASCII ? sender.address.domain : "localhost" }
}

/// A message as it will be sent.
struct ComposedMail {
    let subject: String
    let bytes: [UInt8]
}

/// Templates that mail needs and that are not there.
public struct MissingTemplates: Error, Equatable, CustomStringConvertible {
    public let names: [String]

    public var description: String { "Mail templates are missing: \(names.joined(separator: ", "))." }
}

extension BookingFacts.Recruiter {
    fileprivate var mailbox: Mailbox? {
        guard let address = try? EmailAddress(email) else { return nil }  // Then there is nobody to answer to.
        return Mailbox(name: name, address: address)
    }
}
