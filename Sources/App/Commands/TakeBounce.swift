import ArgumentParser
import CivilTime
import Domain
import MariaDB
import Notifications
import Store

/// `interviews bounce`.
struct TakeBounce: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bounce",
        abstract: "Take a mail server's report that a message could not be delivered.",
        discussion: """
            Reads one message (RFC 3464) from standard input, as a mail server pipes it. The message it is about is known \
            by the address that the report came to, else by the Message-ID of what was returned. Anything else is passed \
            over with a line and status 0; while the database is away the status is 75, upon which mail servers keep the \
            report and try again.
            """
    )

    /// EX_TEMPFAIL of sysexits.h.
    private static let tryAgain = ExitCode(75)

    @Argument(help: "The address that the report came to; RECIPIENT or ORIGINAL_RECIPIENT of the environment will do.")
    var recipient: String?

    func run() throws {
        let environment = try Environment.ofProcess()
        let settings = try Settings(environment)
        let variables = environment.variables
        let recipient = recipient ?? variables["ORIGINAL_RECIPIENT"] ?? variables["RECIPIENT"]
        guard let bounce = Bounce(TakeBounce.readInput(), recipient: recipient) else {
            print("passed over: this is no report about a message's delivery")
            return
        }
        do {
            let db = try WorkerDatabase(settings.database, settings.migrations()).open()
            print(try TakeBounce.note(bounce, db, at: SystemClock.read()))
        } catch let error as DatabaseError {
            print("not taken: \(DatabaseAdvice.sentence(error, settings.database))")
            throw TakeBounce.tryAgain
        }
    }

    /// Notes the report and says what came of it, without an address.
    static func note(_ bounce: Bounce, _ db: Connection, at now: Instant) throws -> String {
        let keys = [
            bounce.returnToken.map(BounceStore.Key.returnToken), bounce.messageID.map(BounceStore.Key.messageID),
        ]
        let effect = try db.transaction { db -> BounceStore.Effect? in
            for key in keys.compactMap(\.self) {
                if let effect = try BounceStore(db).note(bounce.report, about: key, at: now) { return effect }
            }
            return nil
        }
        let report = "\(bounce.report.action.rawValue), \(bounce.report.status)"
        return switch effect {
        case nil: "passed over: no message of ours is known by this report"
        case .known(let id): "message \(id): this report (\(report)) is known"
        case .noted(let id): "message \(id): \(report)"
        case .bounced(let id, isAddressDead: false): "message \(id) bounced: \(report)"
        case .bounced(let id, isAddressDead: true):
            "message \(id) bounced: \(report); nothing more is sent to its address until it is confirmed"
        }
    }

    /// All of standard input is taken, so that the mail server can write it, and as much kept as is looked at.
    private static func readInput() -> [UInt8] {
        var bytes: [UInt8] = []
        while let line = readLine(strippingNewline: false) {
            if bytes.count < Bounce.longest { bytes += line.utf8 }
        }
        return bytes
    }
}
