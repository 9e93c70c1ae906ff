public import CivilTime

/// A meeting as calendars exchange it by mail (iTIP, RFC 5546).
public struct Invitation: Equatable, Sendable {
    /// What the message asks the recipient's calendar to do.
    public enum Method: Sendable {
        case request
        case cancel
        /// An entry to take over, which asks nothing of anybody (RFC 5546, section 3.2.1): it names no attendee.
        case publish
    }

    /// Someone who takes part.
    public struct Person: Equatable, Sendable {
        public let name: String
        public let address: String

        public init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    /// The same for all messages about one meeting.
    public var uid: String
    /// Grows with each change of the meeting, or calendars ignore the change.
    public var sequence: Int
    /// When this message was made.
    public var stamp: Instant
    public var start: Instant
    public var end: Instant
    public var summary: String
    public var details: String
    public var location: String?
    public var url: String?
    public var organizer: Person
    public var attendees: [Person]
    /// How many minutes before the start the calendar should remind its owner, once for each.
    public var reminders: [Int]

    public init(
        uid: String,
        sequence: Int,
        stamp: Instant,
        start: Instant,
        end: Instant,
        summary: String,
        details: String,
        location: String? = nil,
        url: String? = nil,
        organizer: Person,
        attendees: [Person],
        reminders: [Int] = []
    ) {
        self.uid = uid
        self.sequence = sequence
        self.stamp = stamp
        self.start = start
        self.end = end
        self.summary = summary
        self.details = details
        self.location = location
        self.url = url
        self.organizer = organizer
        self.attendees = attendees
        self.reminders = reminders
    }
}
