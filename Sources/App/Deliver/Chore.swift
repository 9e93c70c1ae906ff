import FastCGI
import Logging
import Store

/// What `deliver` does again and again on a thread of its own, with a database connection of its own.
struct Chore: Sendable {
    let settings: Settings
    let migrations: [Migration]
    let stop: StopSignal
    let log: Logger

    /// Takes a turn, and another every `milliseconds`, until the stop.
    ///
    /// A turn that fails is taken again at the next time; the first failure in a row is told as `waiting`.
    func `repeat`(every milliseconds: Int32, orSay waiting: String, _ turn: (WorkerDatabase) throws -> Void) {
        let database = WorkerDatabase(settings.database, migrations)
        var hasFailed = false
        repeat {
            do {
                try turn(database)
                hasFailed = false
            } catch {
                database.close()
                let failure = FailureAnswer(error, requestID: "")
                if !hasFailed { log.log(level: failure.level, "\(waiting)", metadata: failure.metadata) }
                hasFailed = true
            }
        } while !stop.wait(milliseconds: milliseconds)
    }
}
