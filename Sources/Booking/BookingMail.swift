import CivilTime
import Domain
import MariaDB

public struct BookingMail: Sendable {
    public init() {}
    func scheduled(_ interview: InterviewID, db: Connection, at now: Instant) throws {}
    func rescheduled(_ interview: InterviewID, from: SlotTime, db: Connection, at now: Instant) throws {}
    func cancelled(_ interview: InterviewID, reason: String, db: Connection, at now: Instant) throws {}
}
