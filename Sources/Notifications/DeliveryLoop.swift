public import CivilTime
import Domain
import Glibc
public import Logging
public import MariaDB
import SMTP
public import Secrets
public import Store

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
        /// How long the relay is left alone after it could not be used, at first and at most.
        public var shortestPause: Duration
        public var longestPause: Duration
        /// Loops that may talk to the relay at a time, of all processes together.
        public var connections: Int
        /// Attempts that may begin within a minute, of all processes together; `nil` for no limit.
        public var perMinute: Int?
        /// The domain of an own return address for each message; `nil` for the sender's address.
        public var returnDomain: String?
        public var policy: DeliveryPolicy

        public init(
            interval: Duration = .seconds(1),
            orphanAge: Duration = .seconds(15),
            shortestPause: Duration = .seconds(5),
            longestPause: Duration = .seconds(300),
            connections: Int = 2,
            perMinute: Int? = nil,
            returnDomain: String? = nil,
            policy: DeliveryPolicy = DeliveryPolicy()
        ) {
            self.interval = interval
            self.orphanAge = orphanAge
            self.shortestPause = shortestPause
            self.longestPause = longestPause
            self.connections = connections
            self.perMinute = perMinute
            self.returnDomain = returnDomain
            self.policy = policy
        }
    }

    private let db: Connection
    private let destination: MailDestination
    private let relays: MailRelayStore
    /// `nil` when mail goes into a folder.
    private var session: Session?
    private let mail: NotificationService
    private let lease: Duration
    private let options: Options
    private let log: Logger
    private let now: () -> Instant
    private let random: () -> Double
    private let undelivered: (ClaimedMail, DeliveryVerdict, Connection, Instant) throws -> Void
    /// This loop's name in the leases; no other has it.
    private let owner: String
    /// This loop's place among those that may talk to the relay.
    private var place: Int?
    private var isNew = true
    private var nextRescue: Instant?
    /// A claim failed in a way that leaves open whether it stands.
    private var mayHoldUnsent = false
    /// Sent, but not yet written down.
    private var unrecorded: (mail: ClaimedMail, attempt: Attempt)?

    /// What an attempt came to, for the message and for the relay.
    private struct Attempt {
        var verdict: DeliveryVerdict
        let started: Instant
        var relayFailure: MailError?
        /// Whether the relay spoke about the message, so that it works.
        var relayWorks = false
    }

    /// `mail` opens what waits, and composes what is still a draft.
    ///
    /// `now` and `random` (0 to 1) are the clock and the chance that the rules go by; `undelivered` tells of a message
    /// that failed for good, in the transaction that writes so.
    public init(
        db: Connection,
        to destination: MailDestination,
        mail: NotificationService,
        owner: String = RandomBytes.make(count: 16).hex,
        options: Options = Options(),
        log: Logger,
        now: @escaping () -> Instant = SystemClock.read,
        random: @escaping () -> Double = { Double.random(in: 0...1) },
        undelivered: @escaping (ClaimedMail, DeliveryVerdict, Connection, Instant) throws -> Void = { _, _, _, _ in }
    ) {
        self.db = db
        self.destination = destination
        relays = MailRelayStore(db, relay: destination.name)
        if case .relay(let relay) = destination { session = Session(relay) } else { session = nil }
        self.mail = mail
        lease = destination.longestAttempt + .seconds(60)
        self.owner = owner
        self.options = options
        self.log = log
        self.now = now
        self.random = random
        self.undelivered = undelivered
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
        let standing = try standing(at: now)
        let isTroubled = standing.failures > 0
        place = try relays.takePlace(of: options.connections, held: place, preferringFirst: isTroubled)
        // All at once would burn an attempt to sign in each; the owner of the first place finds out for all.
        guard let place, !isTroubled || place == 1 else { return rest() }
        if let until = standing.pausedUntil, now < until { return min(until - now, rest()) }
        mayHoldUnsent = true
        let claimed = try db.transaction { [owner, lease, relays, limit = options.perMinute] db in
            if let limit, try !relays.mayBegin(perMinute: limit, at: now) { return ClaimedMail?.none }
            return try OutboxStore(db).claim(by: owner, leaseUntil: now + lease, at: now)
        }
        mayHoldUnsent = false
        guard let claimed else { return rest() }
        var attempt = Attempt(verdict: .init(outcome: .cancelled, state: .cancelled), started: now)
        if let verdict = options.policy.withoutSending(claimed, at: now) {
            attempt.verdict = verdict
        } else {
            mayHoldUnsent = true
            let message = try message(of: claimed)
            mayHoldUnsent = false
            send(claimed, message, &attempt, standing)
        }
        unrecorded = (claimed, attempt)
        report(claimed, attempt.verdict)
        try recordSent()
        return nil
    }

    /// Ends the batch: with nothing to send now, the connection is given back rather than left to run out.
    private mutating func rest() -> Duration {
        session?.close()
        return options.interval
    }

    private mutating func standing(at now: Instant) throws -> MailRelayStore.Standing {
        let standing = try relays.standing(at: now)
        guard isNew else { return standing }
        isNew = false
        guard standing.failures > 0 else { return standing }
        // Whoever starts the program anew has perhaps mended what was wrong.
        try relays.recover(at: now)
        return try relays.standing(at: now)
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

    /// The message, or why there can be none; `nil` when it cannot be read.
    ///
    /// A draft is composed and kept before anything of it is sent: every attempt sends the same bytes, whatever has
    /// become of templates and settings since.
    private func message(of claimed: ClaimedMail) throws -> Result<ComposedMail, MailError>? {
        switch mail.open(claimed.body) {
        case .message(let bytes): return .success(ComposedMail(bytes: bytes, problem: nil))
        case .draft(let draft):
            let composed = mail.composer.compose(draft)
            if case .success(let composed) = composed {
                try OutboxStore(db).keep(
                    mail.box.seal(composed.bytes),
                    as: claimed,
                    problem: composed.problem,
                    at: now()
                )
            }
            return composed
        case nil: return nil
        }
    }

    private mutating func send(
        _ mail: ClaimedMail,
        _ message: Result<ComposedMail, MailError>?,
        _ attempt: inout Attempt,
        _ standing: MailRelayStore.Standing
    ) {
        guard let message else {
            attempt.verdict = DeliveryVerdict(
                outcome: .deferred,
                state: .deferred,
                nextAttemptAt: now() + options.policy.ambiguousDelay,
                error: "It was encrypted with another key: serve and deliver need the same SECRET_KEY_FILE."
            )
            return
        }
        let clock = ContinuousClock()
        let start = clock.now
        do throws(MailError) {
            let sender = try returnAddress(of: mail)
            let recipient = try EmailAddress(mail.recipient)
            let message = try message.get()
            let receipt = try hand(message.bytes, from: sender, to: recipient)
            attempt.verdict = options.policy.accepted(receipt)
            attempt.verdict.error = message.problem
            attempt.relayWorks = true
        } catch {
            let end = now()
            var pausedUntil = end
            if error.concernsRelay {
                pausedUntil = end + pause.length(after: standing.failures, random: random())
                attempt.relayFailure = error
                log.warning(
                    "The relay cannot be used",
                    metadata: [
                        "reason": "\(error.message)", "kind": "\(error.kind.rawValue)",
                        "pause_s": "\(end.seconds(until: pausedUntil))",
                    ]
                )
            } else {
                attempt.relayWorks = true
            }
            attempt.verdict = options.policy.refused(mail, error, pausedUntil: pausedUntil, at: end, random: random())
            attempt.verdict.milliseconds = (clock.now - start).milliseconds
        }
    }

    private mutating func hand(
        _ message: [UInt8],
        from sender: EmailAddress,
        to recipient: EmailAddress
    ) throws(MailError) -> Receipt {
        switch destination {
        case .folder(let folder):
            return try folder.write(message, from: sender, to: recipient, at: now().seconds)
        case .relay(let relay):
            if session == nil { session = Session(relay) }
            guard let receipt = try session?.send(message, from: sender, to: recipient) else {
                preconditionFailure("a session was just made")
            }
            return receipt
        }
    }

    private func returnAddress(of mail: ClaimedMail) throws(MailError) -> EmailAddress {
        guard let domain = options.returnDomain else { return try EmailAddress(mail.sender) }
        return try ReturnAddress.make(token: mail.returnToken, domain: domain)
    }

    private var pause: RelayPause { RelayPause(shortest: options.shortestPause, longest: options.longestPause) }

    private mutating func recordSent() throws {
        guard let (mail, attempt) = unrecorded else { return }
        let now = now()
        let isOurs = try db.transaction { [undelivered, log] db in
            let isOurs = try OutboxStore(db).finish(mail, attempt.verdict, at: now)
            guard isOurs, attempt.verdict.isGivenUp else { return isOurs }
            do {
                try undelivered(mail, attempt.verdict, db, now)
            } catch let error as DatabaseError where error.isOutage || error.kind == .conflict {
                throw error
            } catch {
                // Else this one message would keep all others waiting, and be sent again and again.
                log.error(
                    "That mail was given up could not be told",
                    metadata: ["mail.id": "\(mail.id)", "error": "\(error)"]
                )
            }
            return isOurs
        }
        unrecorded = nil
        try recordRelay(attempt, at: now)
        if !isOurs { log.notice("Mail was taken over by another process", metadata: ["mail.id": "\(mail.id)"]) }
    }

    private func recordRelay(_ attempt: Attempt, at now: Instant) throws {
        if let error = attempt.relayFailure, let until = attempt.verdict.nextAttemptAt {
            try relays.fail(
                started: attempt.started,
                pausedUntil: until,
                problem: error.message,
                advice: destination.advice(for: error),
                at: now
            )
        } else if attempt.relayWorks, try relays.standing(at: now).failures > 0 {
            try relays.recover(at: now)
        }
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
        session?.close()
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
