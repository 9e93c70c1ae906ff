import Booking
import CivilTime
import Domain
import FastCGI
import Logging
import Store

/// The thread that says again and again that this process answers candidates, and notices when none has for a while.
///
/// It has a connection of its own: a server that cannot reach its database cannot be reached by candidates either.
struct Heartbeat: Sendable {
    let settings: Settings
    let migrations: [Migration]
    let workers: [Worker]
    let stop: StopSignal
    let log: Logger

    func run() {
        let database = WorkerDatabase(settings.database, migrations)
        repeat {
            do {
                try beat(database)
            } catch {
                // The workers tell what is wrong with the database; what was missed is known by the next beat.
                database.close()
            }
        } while !stop.wait(milliseconds: interval)
    }

    private func beat(_ database: WorkerDatabase) throws {
        // A process whose workers all hang is not there.
        guard workers.contains(where: { $0.activity.isWell(within: .seconds(settings.outage.leastSeconds)) }) else {
            return
        }
        let service = OutageService(
            try database.open(),
            portal: settings.portal,
            policy: settings.outage,
            at: SystemClock.read()
        )
        guard case .back(let outage, let extended) = try service.beat() else { return }
        log.warning(
            "The server could not be reached",
            metadata: ["from": "\(outage.from)", "to": "\(outage.to)", "extended": "\(extended)"]
        )
    }

    /// Some beats may fail before a silence counts.
    private var interval: Int32 { Int32(clamping: min(10_000, settings.outage.leastSeconds * 250)) }
}
