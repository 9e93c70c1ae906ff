import ArgumentParser
import CivilTime
import Controllers
import FastCGI
import Logging
import MariaDB
import Observability
import Store
import Views

/// `interviews serve`.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer requests that nginx passes on over FastCGI.",
        discussion: """
            The listening unix socket is standard input, as systemd passes it with StandardInput=socket. SIGTERM \
            finishes the requests at hand; those that wait in the socket are served by the next process.
            """
    )

    func run() throws {
        let requests = StopRequests.block()
        let environment = try Environment.ofProcess()
        let settings = try Settings(environment)
        let log = Logger.make(settings)
        let manager = ServiceManager(environment: environment.variables)
        let migrations = try settings.migrations()
        let metrics = RequestMetrics(workers: settings.workers)
        let folder = MetricsFolder(path: settings.metricsFolder, metrics: metrics)
        var configuration = try settings.controllerConfiguration()
        configuration.processMetrics = folder.samples
        let application = Application(configuration)
        let listener = try Serve.listener()
        try FastCGILibrary.prepare()
        try Serve.verifySchema(settings, migrations, log)

        let stop = try StopSignal()
        let workers = metrics.recorders.map { recorder in
            Worker(
                listener: listener,
                stop: stop,
                application: application,
                settings: settings,
                migrations: migrations,
                log: log,
                activity: WorkerActivity(),
                metrics: recorder
            )
        }
        let threads = workers.compactMap { worker in WorkerThread { worker.run() } }
        guard !threads.isEmpty else { throw Serve.noThread }
        let heartbeat = Heartbeat(settings: settings, migrations: migrations, workers: workers, stop: stop, log: log)
        guard let heart = WorkerThread({ heartbeat.run() }) else { throw Serve.noThread }
        manager.notify(.ready)
        log.notice("Serving", metadata: ["workers": "\(threads.count)", "version": "\(Version.text)"])

        let signal = Serve.wait(for: requests, manager, workers, folder)
        log.notice("Stopping", metadata: ["signal": "\(signal)"])
        manager.notify(.stopping)
        stop.raise()
        for thread in threads + [heart] { thread.join() }
        folder.withdraw()
        log.notice("Stopped")
    }

    private static let noThread = Refusal("The system has no thread to give (see TasksMax, ulimit -u).")

    private static func listener() throws -> Listener {
        do {
            return try Listener.inherited()
        } catch {
            throw Refusal(
                """
                Standard input is not a listening socket. systemd passes it (interviews.socket); by hand: \
                systemd-socket-activate --inetd -l /tmp/interviews.sock interviews serve
                """
            )
        }
    }

    /// Refuses to work on a schema that is behind.
    ///
    /// A database that is away at the moment is no reason: it is asked again when the first request needs it, and
    /// until then answers are 503 and mail waits.
    static func verifySchema(_ settings: Settings, _ migrations: [Migration], _ log: Logger) throws {
        do {
            _ = try WorkerDatabase(settings.database, migrations).open()
        } catch let error as DatabaseError where error.isOutage {
            log.warning("The database is away; work goes on when it is back")
        } catch let error as DatabaseError {
            throw Refusal(DatabaseAdvice.sentence(error, settings.database))
        }
    }

    /// Waits for the signal to stop; until then tells systemd that at least one worker gets on, and once a second the other
    /// processes what this one has done.
    private static func wait(
        for requests: StopRequests,
        _ manager: ServiceManager,
        _ workers: [Worker],
        _ folder: MetricsFolder
    ) -> Int32 {
        let watchdog = manager.watchdogMicroseconds
        let intervals = [watchdog.map { $0 / 2 }, folder.isShared ? 1_000_000 : nil]
        return requests.wait(every: intervals.compactMap(\.self).min()) {
            folder.publish(at: SystemClock.read())
            if let watchdog, workers.contains(where: { $0.activity.isWell(within: .microseconds(watchdog)) }) {
                manager.notify(.alive)
            }
        }
    }
}
