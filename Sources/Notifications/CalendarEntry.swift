public import Calendaring
import Domain
import SMTP

/// How an invitation becomes the text that calendars read.
public typealias CalendarWriter = @Sendable (Calendaring.Invitation, Calendaring.Invitation.Method) throws -> String

/// A booking as the candidate's calendar keeps it: one entry for the interview's whole life.
struct CalendarEntry {
    private let method: CalendarPart.Method
    private let invitation: Calendaring.Invitation

    /// `nil` for an occasion that changes nothing in a calendar.
    ///
    /// The portal's link is not in it: calendars are shown to colleagues and families, and the link is a key.
    init?(_ occasion: MailOccasion, _ mail: CalendarTexts, _ facts: BookingFacts, from sender: Mailbox) {
        switch occasion {
        case .scheduled, .rescheduled: method = .request
        case .cancelled: method = .cancel
        case .reminder, .completed: return nil
        }
        invitation = Calendaring.Invitation(
            uid: facts.interviewID.text,
            sequence: facts.version,
            stamp: mail.stamp,
            start: facts.startsAt,
            end: facts.endsAt,
            summary: mail.summary,
            details: mail.details,
            location: mail.location,
            organizer: .init(
                name: sender.name.isEmpty ? sender.address.description : sender.name,
                address: sender.address.description
            ),
            attendees: [.init(name: mail.attendee, address: facts.candidateEmail)],
            reminders: [CalendarEntry.alarmMinutes]
        )
    }

    /// What the mail carries.
    func part(_ write: CalendarWriter) throws -> CalendarPart {
        let text = try write(invitation, method == .request ? .request : .cancel)
        return CalendarPart(method: method, text: text)
    }

    /// What a page offers for taking over: the same entry as the mail's.
    func file() throws -> String { try invitation.text(.publish) }

    /// The portal counts down and lets one check camera and microphone, which wants a quarter of an hour.
    private static let alarmMinutes = 15
}
