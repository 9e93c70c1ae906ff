import Booking
import CivilTime
import FastCGI
import Logging
import MariaDB
import Notifications
import Store

/// The thread that ends what has run out: released seats that nobody booked again become cancellations, kept answers go;
/// and that writes the reminders whose time has come.
struct Housekeeper: Sendable {
    private static let interval: Int32 = 5000

    let settings: Settings
    let mail: EmailCheck
    let migrations: [Migration]
    let bookings: BookingService.Context
    let stop: StopSignal
    let log: Logger

    func run() {
        let database = WorkerDatabase(settings.database, migrations)
        var hasFailed = false
        repeat {
            do {
                let (db, now) = (try database.open(), SystemClock.read())
                try report(db, at: now)
                let service = BookingService(
                    db,
                    at: now,
                    context: bookings,
                    origin: .init(actor: .system, requestID: "")
                )
                let count = try service.settleReleases()
                try IdempotencyStore(db).sweep(at: now)
                let bounces = try bookings.mail.tellOfBounces(db: db, at: now)
                if bounces > 0 { log.info("Recruiters were told of bounces", metadata: ["count": "\(bounces)"]) }
                let reminders = try bookings.mail.remind(by: settings.reminders, db: db, at: now)
                if reminders > 0 { log.info("Reminders were queued", metadata: ["count": "\(reminders)"]) }
                if count > 0 { log.info("Released seats were given up", metadata: ["count": "\(count)"]) }
                hasFailed = false
            } catch {
                database.close()
                let failure = FailureAnswer(error, requestID: "")
                if !hasFailed {
                    log.log(level: failure.level, "Released seats and reminders wait", metadata: failure.metadata)
                }
                hasFailed = true
            }
        } while !stop.wait(milliseconds: Housekeeper.interval)
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
