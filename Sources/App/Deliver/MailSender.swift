import Booking
import CivilTime
import FastCGI
import Logging
import MariaDB
import Notifications
import SMTP
import Secrets
import Store

/// A thread that sends mail: waits for a database, then runs a delivery loop.
struct MailSender: Sendable {
    /// Beyond every timeout of a message that is tried on a dead connection and on a new one.
    static let longestAttempt = Duration.seconds(3600)

    let settings: Settings
    let migrations: [Migration]
    let destination: MailDestination
    let options: DeliveryLoop.Options
    let mail: BookingMail
    let stop: StopSignal
    let log: Logger
    let activity: WorkerActivity

    func run() {
        guard let db = connect() else { return }
        var loop = DeliveryLoop(
            db: db,
            to: destination,
            mail: mail.service,
            options: options,
            log: log,
            undelivered: tell
        )
        loop.run { pause in
            activity.end()
            let isStopped = stop.wait(milliseconds: Int32(clamping: pause.milliseconds))
            activity.begin()
            return isStopped
        }
    }

    /// Tells the recruiter of a candidate's mail that failed for good.
    private func tell(of mail: ClaimedMail, _ verdict: DeliveryVerdict, _ db: Connection, at now: Instant) throws {
        guard mail.role == MailRole.candidate.rawValue, let interview = mail.interviewID else { return }
        try self.mail.undelivered(
            mail.kind,
            of: interview,
            to: mail.recipient,
            because: verdict.error ?? "The relay refused it.",
            key: "\(mail.id)",
            db: db,
            at: now
        )
    }

    /// A connection, as soon as there is a database; `nil` when a stop was asked for before.
    private func connect() -> Connection? {
        var isAway = false
        repeat {
            do {
                return try WorkerDatabase(settings.database, migrations).open()
            } catch {
                if !isAway {
                    log.warning("Mail waits for the database", metadata: FailureAnswer(error, requestID: "").metadata)
                }
                isAway = true
            }
        } while !stop.wait(milliseconds: 1000)
        return nil
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
