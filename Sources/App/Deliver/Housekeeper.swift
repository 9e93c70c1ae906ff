import Booking
import CivilTime
import Logging
import MariaDB
import Notifications
import Store

/// The thread that ends what has run out: released seats that nobody booked again become cancellations, kept answers go;
/// and that writes the reminders whose time has come.
struct Housekeeper: Sendable {
    private static let interval: Int32 = 5000

    let mail: EmailCheck
    let bookings: BookingService.Context
    let chore: Chore

    func run() {
        chore.repeat(every: Housekeeper.interval, orSay: "Released seats and reminders wait") { database in
            try tidy(try database.open(), at: SystemClock.read())
        }
    }

    private func tidy(_ db: Connection, at now: Instant) throws {
        try report(db, at: now)
        let service = BookingService(db, at: now, context: bookings, origin: .init(actor: .system, requestID: ""))
        let count = try service.settleReleases()
        try IdempotencyStore(db).sweep(at: now)
        let bounces = try bookings.mail.tellOfBounces(db: db, at: now)
        tell("Recruiters were told of bounces", bounces)
        let reminders = try bookings.mail.remind(by: chore.settings.reminders, db: db, at: now)
        tell("Reminders were queued", reminders)
        tell("Released seats were given up", count)
    }

    private func tell(_ what: String, _ count: Int) {
        if count > 0 { chore.log.info("\(what)", metadata: ["count": "\(count)"]) }
    }

    /// Tells `serve`, which knows no mail settings, how they are; that it is told of late shows that mail is delivered.
    private func report(_ db: Connection, at now: Instant) throws {
        try MailHealthStore(db).report(
            host: Environment.helloName,
            relay: mail.destination?.name,
            problems: mail.problems.map(\.sentence),
            at: now
        )
    }
}
