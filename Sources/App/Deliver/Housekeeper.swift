import Booking
import CivilTime
import FastCGI
import Logging
import MariaDB
import Store

/// The thread that ends what has run out: released seats that nobody booked again become cancellations, kept answers go.
struct Housekeeper: Sendable {
    private static let interval: Int32 = 5000

    let settings: Settings
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
                let service = BookingService(
                    db,
                    at: now,
                    context: bookings,
                    origin: .init(actor: .system, requestID: "")
                )
                let count = try service.settleReleases()
                try IdempotencyStore(db).sweep(at: now)
                if count > 0 { log.info("Released seats were given up", metadata: ["count": "\(count)"]) }
                hasFailed = false
            } catch {
                database.close()
                let failure = FailureAnswer(error, requestID: "")
                if !hasFailed { log.log(level: failure.level, "Released seats wait", metadata: failure.metadata) }
                hasFailed = true
            }
        } while !stop.wait(milliseconds: Housekeeper.interval)
    }
}
