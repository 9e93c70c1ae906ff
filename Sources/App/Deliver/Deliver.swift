import ArgumentParser
import Booking
import FastCGI
import Logging
import MariaDB
import Notifications
import Observability
import Secrets
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
        let migrations = try settings.migrations()
        let bookings = try settings.bookingContext()
        let check = environment.emailSettings.check(helloName: Environment.helloName)
        let senders = senders(check, settings, migrations, bookings.mail, stop, log)
        let chore = Chore(settings: settings, migrations: migrations, stop: stop, log: log)
        let housekeeper = Housekeeper(mail: check, bookings: bookings, chore: chore)
        let retention = RetentionWorker(chore: chore)
        try Serve.verifySchema(settings, migrations, log)
        let voice = settings.spokenQuestions.voice(key: environment.speechKey, mediaFolder: settings.mediaFolder)
        let (speech, answers) = (SpeechWorker(chore: chore, endpoint: voice), AnswerWorker(chore: chore))
        let bodies =
            senders.map { sender in { @Sendable in sender.run() } }
            + [
                { @Sendable in housekeeper.run() }, { @Sendable in answers.run() }, { @Sendable in speech.run() },
                { @Sendable in retention.run() },
            ]
        let threads = bodies.compactMap { WorkerThread($0) }
        guard threads.count == bodies.count else {
            throw Refusal("The system has no thread to give (see TasksMax, ulimit -u).")
        }
        manager.notify(.ready)
        log.notice("Delivering", metadata: ["version": "\(Version.text)"])

        let signal = requests.wait(every: manager.watchdogMicroseconds.map { $0 / 2 }) {
            if senders.allSatisfy({ $0.activity.isWell(within: MailSender.longestAttempt) }) { manager.notify(.alive) }
        }
        log.notice("Stopping", metadata: ["signal": "\(signal)"])
        manager.notify(.stopping)
        stop.raise()
        for thread in threads { thread.join() }
        log.notice("Stopped")
    }

    /// One for each connection to the relay; none when it cannot be used as it is set, which is told once: mail then
    /// waits in the database.
    private func senders(
        _ check: EmailCheck,
        _ settings: Settings,
        _ migrations: [Migration],
        _ mail: BookingMail,
        _ stop: StopSignal,
        _ log: Logger
    ) -> [MailSender] {
        for warning in check.warnings { log.warning("Mail setting", metadata: ["warning": "\(warning)"]) }
        for problem in check.problems { log.error("Mail is not sent", metadata: ["problem": "\(problem)"]) }
        guard let destination = check.destination else { return [] }
        var options = settings.delivery.options
        options.returnDomain = check.bounceDomain
        return (0..<settings.delivery.connections).map { _ in
            MailSender(
                settings: settings,
                migrations: migrations,
                destination: destination,
                options: options,
                mail: mail,
                stop: stop,
                log: log,
                activity: WorkerActivity()
            )
        }
    }
}
