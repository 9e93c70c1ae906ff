import ArgumentParser
import FastCGI
import Logging
import MariaDB
import Notifications
import Observability
import Store

/// `interviews deliver`.
struct Deliver: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send the mail that waits in the database.",
        discussion: """
            The only part that reaches the network and needs the mail password. SIGTERM finishes the message at hand; \
            what waits stays in the database. Several may run, on several machines.
            """
    )

    func run() throws {
        let requests = StopRequests.block()
        let environment = try Environment.ofProcess()
        let settings = try Settings(environment)
        let log = Logger.make(settings)
        let manager = ServiceManager(environment: environment.variables)
        let stop = try StopSignal()
        let sender = MailSender(
            settings: settings,
            migrations: try settings.migrations(),
            secret: try settings.secret(),
            email: environment.emailSettings,
            stop: stop,
            log: log,
            activity: WorkerActivity()
        )
        let housekeeper = Housekeeper(
            settings: settings,
            migrations: sender.migrations,
            bookings: try settings.bookingContext(),
            stop: stop,
            log: log
        )
        try Serve.verifySchema(settings, sender.migrations, log)
        let threads = [WorkerThread { sender.run() }, WorkerThread { housekeeper.run() }].compactMap(\.self)
        guard threads.count == 2 else {
            throw Refusal("The system has no thread to give (see TasksMax, ulimit -u).")
        }
        manager.notify(.ready)
        log.notice("Delivering", metadata: ["version": "\(Version.text)"])

        let signal = requests.wait(every: manager.watchdogMicroseconds.map { $0 / 2 }) {
            if sender.activity.isWell(within: MailSender.longestAttempt) { manager.notify(.alive) }
        }
        log.notice("Stopping", metadata: ["signal": "\(signal)"])
        manager.notify(.stopping)
        stop.raise()
        for thread in threads { thread.join() }
        log.notice("Stopped")
    }
}
