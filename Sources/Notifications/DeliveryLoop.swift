public import CivilTime
import Domain
import Glibc
public import Logging
public import MariaDB
public import SMTP
public import Secrets
import Store

/// Sends what waits in the outbox, one message at a time.
///
/// Used by one thread, with a connection of its own; any number of them, in any number of processes, may run beside each
/// other. A message's state is written before and after each attempt, and what was sent is not forgotten while the
/// database is away: the loop tries to write it down before it does anything else.
public struct DeliveryLoop: ~Copyable {
    public struct Options: Sendable {
        /// How often to look for mail when there was none.
        public var interval: Duration
        /// After which time a silent owner without its lock has lost its messages.
        public var orphanAge: Duration
        public var policy: DeliveryPolicy

        public init(
            interval: Duration = .seconds(1),
            orphanAge: Duration = .seconds(15),
            policy: DeliveryPolicy = DeliveryPolicy()
        ) {
            self.interval = interval
            self.orphanAge = orphanAge
            self.policy = policy
        }
    }

    private let db: Connection
    private var session: Session
    private let box: SecretBox
    private let lease: Duration
    private let options: Options
    private let log: Logger
    private let now: () -> Instant
    private let random: () -> Double
    /// This loop's name in the leases; no other has it.
    private let owner: String
    private var pause = RelayPause()
    private var nextRescue: Instant?
    /// A claim failed in a way that leaves open whether it stands.
    private var mayHoldUnsent = false
    /// Sent, but not yet written down.
    private var unrecorded: (mail: ClaimedMail, verdict: DeliveryVerdict)?

    /// `now` and `random` (0 to 1) are the clock and the chance that the rules go by.
    public init(
        db: Connection,
        relay: Relay,
        secret: ServerSecret,
        owner: String = RandomBytes.make(count: 16).hex,
        options: Options = Options(),
        log: Logger,
        now: @escaping () -> Instant = SystemClock.read,
        random: @escaping () -> Double = { Double.random(in: 0...1) }
    ) {
        self.db = db
        session = Session(relay)
        box = SecretBox(secret: secret, context: "outbox")
        // A session may try twice: once on a connection that proves dead, once on a new one.
        lease = relay.timeouts.total * 2 + .seconds(60)
        self.owner = owner
        self.options = options
        self.log = log
        self.now = now
        self.random = random
        unrecorded = nil
    }

    /// Sends until `wait` says to stop; `wait` waits so long, or answers `true` at once when a stop was asked for.
    ///
    /// The message in hand is finished first.
    public mutating func run(wait: (Duration) -> Bool) {
        var isDatabaseAway = false
        while !wait(.zero) {
            do {
                let next = try step()
                if isDatabaseAway { log.notice("The database is back") }
                isDatabaseAway = false
                if let next, wait(next) { break }
            } catch {
                if !isDatabaseAway { log.error("Mail waits for the database", metadata: ["error": "\(error)"]) }
                isDatabaseAway = true
                if wait(.seconds(1)) { break }
            }
        }
        stop()
    }

    /// Sends one message if one is due; returns how long to wait before the next step, or `nil` not to wait.
    public mutating func step() throws -> Duration? {
        try recordSent()
        try prepare()
        let now = now()
        if let until = pause.until, now < until { return min(until - now, options.interval) }
        mayHoldUnsent = true
        let claimed = try db.transaction { [owner, lease] db in
            try OutboxStore(db).claim(by: owner, leaseUntil: now + lease, at: now)
        }
        mayHoldUnsent = false
        guard let claimed else { return options.interval }
        let verdict = options.policy.withoutSending(claimed, at: now) ?? send(claimed)
        unrecorded = (claimed, verdict)
        report(claimed, verdict)
        try recordSent()
        return nil
    }

    private mutating func prepare() throws {
        let store = OutboxStore(db)
        try store.announce(owner)
        let now = now()
        if mayHoldUnsent {
            // Whatever was sent has been written down, so this was not.
            _ = try db.transaction { [owner] db in try OutboxStore(db).release(by: owner, at: now) }
            mayHoldUnsent = false
        }
        if let nextRescue, now < nextRescue { return }
        nextRescue = now.adding(seconds: 5)
        let silentSince = now - options.orphanAge
        let count = try db.transaction { db in try OutboxStore(db).rescue(silentSince: silentSince, at: now) }
        if count > 0 { log.warning("Mail of a process that ended is tried again", metadata: ["count": "\(count)"]) }
    }

    private mutating func send(_ mail: ClaimedMail) -> DeliveryVerdict {
        guard let message = box.open(mail.body) else {
            return DeliveryVerdict(
                outcome: .deferred,
                state: .deferred,
                nextAttemptAt: now() + options.policy.ambiguousDelay,
                error: "It was encrypted with another key: serve and deliver need the same SECRET_KEY_FILE."
            )
        }
        let clock = ContinuousClock()
        let start = clock.now
        do throws(MailError) {
            let sender = try EmailAddress(mail.sender)
            let recipient = try EmailAddress(mail.recipient)
            let receipt = try session.send(message, from: sender, to: recipient)
            pause.end()
            return options.policy.accepted(receipt)
        } catch {
            let end = now()
            var pausedUntil = end
            if error.concernsRelay {
                pausedUntil = pause.extend(at: end, random: random())
                log.warning(
                    "The relay cannot be used",
                    metadata: [
                        "reason": "\(error.message)", "kind": "\(error.kind.rawValue)",
                        "pause_s": "\(end.seconds(until: pausedUntil))",
                    ]
                )
            } else {
                pause.end()
            }
            var verdict = options.policy.refused(mail, error, pausedUntil: pausedUntil, at: end, random: random())
            verdict.milliseconds = (clock.now - start).milliseconds
            return verdict
        }
    }

    private mutating func recordSent() throws {
        guard let (mail, verdict) = unrecorded else { return }
        let now = now()
        let isOurs = try db.transaction { db in
            let isOurs = try OutboxStore(db).finish(mail, verdict, at: now)
            if isOurs, verdict.state == .failed { try FailureNotice(mail, verdict).write(in: db, at: now) }
            return isOurs
        }
        unrecorded = nil
        if !isOurs { log.notice("Mail was taken over by another process", metadata: ["mail.id": "\(mail.id)"]) }
    }

    private func report(_ mail: ClaimedMail, _ verdict: DeliveryVerdict) {
        let level: Logger.Level = verdict.outcome == .sent || verdict.outcome == .cancelled ? .info : .warning
        log.log(
            level: level,
            "Mail attempt",
            metadata: [
                "mail.id": "\(mail.id)", "kind": "\(mail.kind)", "role": "\(mail.role)",
                "attempt": "\(mail.attemptNumber)", "outcome": "\(verdict.outcome.rawValue)",
                "state": "\(verdict.state.rawValue)", "reply": "\(verdict.replyCode.map(String.init) ?? "none")",
                "duration_ms": "\(verdict.milliseconds)",
            ]
        )
    }

    /// Writes down what was sent last, for ten seconds if the database is away, and gives the rest back.
    private mutating func stop() {
        session.close()
        for attempt in 1...20 {
            do {
                try recordSent()
                let now = now()
                _ = try db.transaction { [owner] db in try OutboxStore(db).release(by: owner, at: now) }
                return
            } catch {
                // With nothing sent to write down there is no reason to wait: others rescue what this process had claimed.
                if unrecorded == nil, attempt > 1 { return }
                if attempt == 20 { log.error("Mail was left to its lease", metadata: ["error": "\(error)"]) }
                usleep(500_000)
            }
        }
    }
}
