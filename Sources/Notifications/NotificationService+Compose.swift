public import CivilTime
public import Domain
import SMTP
import Secrets

extension NotificationService {
    /// The booking as an iCalendar file (RFC 5545) for the candidate, without the portal's key: calendars are shared.
    ///
    /// Its UID and SEQUENCE are those of the mails, so that it is the same entry.
    public func calendarFile(_ facts: BookingFacts, at now: Instant) throws -> String? {
        try composer.calendarFile(facts, at: now)
    }

    /// What waits in a row of the outbox.
    enum Waiting {
        case message([UInt8])
        case draft(MailDraft)
    }

    /// `nil` when it was encrypted with another key, or is a draft of a later release.
    func open(_ body: [UInt8]) -> Waiting? {
        if let message = box.open(body) { return .message(message) }
        return draftBox.open(body).flatMap { MailDraft(bytes: $0) }.map { .draft($0) }
    }

    /// The bytes of the message that waits as `body`, as they will be sent; `nil` where there can be none.
    ///
    /// A draft is composed, which gives the same bytes each time.
    public func message(in body: [UInt8]) -> [UInt8]? {
        switch open(body) {
        case .message(let bytes): bytes
        case .draft(let draft): try? composer.compose(draft).get().bytes  // Then there can be no message.
        case nil: nil
        }
    }
}
