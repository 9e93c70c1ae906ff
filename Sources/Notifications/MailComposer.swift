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
    private let templates: MailTemplates
    private let policy: PortalPolicy
    private let writeCalendar: CalendarWriter
    /// The address with which a user ends mail; `nil` where the site's is not known.
    private let unsubscribe: @Sendable (Int64) -> String?

    init(
        templates: Templates,
        sender: Mailbox,
        policy: PortalPolicy,
        calendar: @escaping CalendarWriter,
        unsubscribe: @escaping @Sendable (Int64) -> String?
    ) throws(MissingTemplates) {
        self.templates = try MailTemplates(templates)
        self.sender = sender
        self.policy = policy
        writeCalendar = calendar
        self.unsubscribe = unsubscribe
    }

    /// Writes the message that `draft` is about.
    func compose(_ draft: MailDraft) -> Result<ComposedMail, MailError> {
        switch draft.reader {
        case .candidate: candidateMail(draft.occasion, draft.facts, tag: draft.tag, at: draft.writtenAt)
        case .recruiter(let recruiter):
            recruiterMail(draft.occasion, draft.facts, recruiter, tag: draft.tag, at: draft.writtenAt)
        }
    }

    /// The subject that the message will have.
    func subject(of draft: MailDraft) -> String {
        switch draft.reader {
        case .candidate:
            let language = templates.language(of: draft.facts.locale)
            let folder = templates.folder(draft.occasion.candidateTemplate, locale: draft.facts.locale)
            return subject(folder, model(draft.occasion, draft.facts, .candidate, language))
        case .recruiter(let recruiter):
            let folder = templates.folder(draft.occasion.recruiterTemplate, locale: "")
            return subject(folder, model(draft.occasion, draft.facts, .recruiter(name: recruiter.name), .english))
        }
    }

    private func subject(_ folder: String, _ model: InterviewMail) -> String {
        templates.render("\(folder)/subject", model)
    }

    func candidateMail(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        tag: String,
        at now: Instant
    ) -> Result<ComposedMail, MailError> {
        let language = templates.language(of: facts.locale)
        return Result { () throws(MailError) in
            try compose(
                templates.folder(occasion.candidateTemplate, locale: facts.locale),
                model(occasion, facts, .candidate, language),
                to: Mailbox(name: facts.candidateName, address: EmailAddress(facts.candidateEmail)),
                replyTo: ReplyTo.mailbox(contact: facts.contact, company: facts.company, facts.recruiters),
                id: MessageID(token(occasion, facts, tag: tag), domain: domain),
                calendar: CalendarEntry(occasion, calendarTexts(facts, at: now), facts, from: sender),
                at: now
            )
        }
    }

    func recruiterMail(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ recruiter: BookingFacts.Recruiter,
        tag: String,
        at now: Instant
    ) -> Result<ComposedMail, MailError> {
        Result { () throws(MailError) in
            try compose(
                templates.folder(occasion.recruiterTemplate, locale: ""),
                model(occasion, facts, .recruiter(name: recruiter.name), .english),
                to: Mailbox(name: recruiter.name, address: EmailAddress(recruiter.email)),
                replyTo: nil,
                id: MessageID(token(occasion, facts, tag: tag), domain: domain),
                unsubscribe: unsubscribe(recruiter.userID),
                at: now
            )
        }
    }

    /// The booking as a file for the candidate's calendar, the same entry as the mail's.
    func calendarFile(_ facts: BookingFacts, at now: Instant) throws -> String? {
        try CalendarEntry(.scheduled, calendarTexts(facts, at: now), facts, from: sender)?.file()
    }

    /// What the recruiter is told in the application; `subject` is that of the mail about the same.
    func notification(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ recruiter: BookingFacts.Recruiter,
        subject: String,
        isMailed: Bool
    ) -> NewNotification {
        let time = MailText.moment(facts.startsAt, in: facts.zone)
        let job = facts.job.isEmpty ? "Interview" : facts.job
        return NewNotification(
            userID: recruiter.userID,
            type: occasion.kind,
            title: subject.cut(to: 255),
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

    private func model(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ reader: InterviewMail.Reader,
        _ language: MailLanguage
    ) -> InterviewMail {
        let mail = InterviewMail(facts, for: reader, in: language, policy: policy)
        guard case .rescheduled(let start) = occasion else { return mail }
        return mail.moved(from: start, facts, for: reader, in: language)
    }

    private func calendarTexts(_ facts: BookingFacts, at now: Instant) -> CalendarTexts {
        let language = templates.language(of: facts.locale)
        let mail = InterviewMail(facts, in: language, policy: policy)
        let folder = templates.folder("calendar", locale: facts.locale)
        return CalendarTexts(
            stamp: now,
            summary: templates.render("\(folder)/summary", mail),
            details: templates.render("\(folder)/details", mail),
            location: templates.render("\(folder)/location", mail),
            attendee: facts.candidateName
        )
    }

    private func token(_ occasion: MailOccasion, _ facts: BookingFacts, tag: String) -> String {
        "\(facts.interviewID).\(occasion.key).\(facts.version).\(tag)"
    }

    var domain: String { sender.address.asciiDomain }
}

extension MailComposer {
    /// The mail that asks a candidate to choose a time.
    func invitation(
        _ invitation: Invitation,
        zones: MailZones,
        link: String,
        token: String,
        at now: Instant
    ) -> Result<ComposedMail, MailError> {
        let language = templates.language(of: invitation.locale)
        return Result { () throws(MailError) in
            try compose(
                templates.folder("invitation", locale: invitation.locale),
                InterviewMail(invitation, link: link, zones: zones, in: language),
                to: Mailbox(name: invitation.candidateName, address: EmailAddress(invitation.candidateEmail)),
                replyTo: ReplyTo.mailbox(contact: invitation.contact, company: invitation.companyName, []),
                id: MessageID(token, domain: domain),
                at: now
            )
        }
    }

    /// The mail that tells a recruiter that the candidate's did not arrive.
    func undelivered(
        _ failure: UndeliveredMail,
        to recruiter: BookingFacts.Recruiter,
        token: String,
        at now: Instant
    ) -> Result<ComposedMail, MailError> {
        Result { () throws(MailError) in
            try compose(
                templates.folder("recruiter-undelivered", locale: ""),
                failure.model(for: recruiter, policy: policy),
                to: Mailbox(name: recruiter.name, address: EmailAddress(recruiter.email)),
                replyTo: nil,
                id: MessageID(token, domain: domain),
                at: now
            )
        }
    }

    /// Without the calendar's part when that cannot be made: a mail without it is better than none.
    private func compose(
        _ folder: String,
        _ model: InterviewMail,
        to recipient: Mailbox,
        replyTo: Mailbox?,
        id: MessageID,
        calendar: CalendarEntry? = nil,
        unsubscribe: String? = nil,
        at now: Instant
    ) throws(MailError) -> ComposedMail {
        let subject = subject(folder, model)
        var part: CalendarPart?
        var problem: String?
        do { part = try calendar?.part(writeCalendar) } catch { problem = "It has no calendar entry: \(error)" }
        let model = model.composed(
            subject: subject,
            replyTo: replyTo?.address.description,
            hasCalendar: part != nil
        )
        var message = Message(
            from: sender,
            to: recipient,
            replyTo: replyTo,
            subject: subject,
            date: now.seconds,
            id: id,
            boundary: "part",
            text: templates.render("\(folder)/text", model),
            html: templates.render("\(folder)/html", model),
            calendar: part
        )
        message.unsubscribe = unsubscribe
        return ComposedMail(subject: subject.cut(to: 998), bytes: try message.rendered(), problem: problem)
    }
}

/// A message as it will be sent.
struct ComposedMail {
    var subject = ""
    let bytes: [UInt8]
    /// What it lacks, if anything: a sentence.
    let problem: String?
}

/// What a calendar shows of an interview.
struct CalendarTexts {
    let stamp: Instant
    let summary: String
    let details: String
    let location: String
    let attendee: String
}

/// Who gets the answers to a candidate's mail.
enum ReplyTo {
    /// The company's contact where that is an address, else the recruiter; `nil` when answers reach nobody.
    ///
    /// A header with an address beyond ASCII needs a relay that takes it, so such a contact is only printed.
    static func mailbox(contact: String, company: String, _ recruiters: [BookingFacts.Recruiter]) -> Mailbox? {
        if let address = address(contact) {
            let recruiter = recruiters.first { $0.email == contact }
            return Mailbox(name: recruiter?.name ?? company, address: address)
        }
        return recruiters.lazy.compactMap { recruiter in
            address(recruiter.email).map { Mailbox(name: recruiter.name, address: $0) }
        }
        .first
    }

    private static func address(_ text: String) -> EmailAddress? {
        guard let address = try? EmailAddress(text), address.isASCII else { return nil }  // Then it is no address.
        return address
    }
}
