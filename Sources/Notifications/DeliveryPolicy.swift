public import CivilTime
import Domain
public import SMTP
public import Store

/// What follows from an attempt: pure rules.
public struct DeliveryPolicy: Sendable {
    public var shortestDelay: Duration
    public var longestDelay: Duration
    /// Before a message is sent again whose fate is not known.
    public var ambiguousDelay: Duration
    /// Attempts without a verdict after which a message is left as unknown: each may have arrived.
    public var ambiguousLimit: Int

    public init(
        shortestDelay: Duration = .seconds(30),
        longestDelay: Duration = .seconds(3600),
        ambiguousDelay: Duration = .seconds(300),
        ambiguousLimit: Int = 3
    ) {
        self.shortestDelay = shortestDelay
        self.longestDelay = longestDelay
        self.ambiguousDelay = ambiguousDelay
        self.ambiguousLimit = ambiguousLimit
    }

    public func accepted(_ receipt: Receipt) -> DeliveryVerdict {
        DeliveryVerdict(
            outcome: .sent,
            state: .sent,
            replyCode: receipt.code,
            replyText: receipt.reply,
            milliseconds: receipt.duration.milliseconds
        )
    }

    /// `pausedUntil` is when the relay will be asked again if it is the relay that failed; `random` is from 0 to 1.
    public func refused(
        _ mail: ClaimedMail,
        _ error: MailError,
        pausedUntil: Instant,
        at now: Instant,
        random: Double
    ) -> DeliveryVerdict {
        var verdict = DeliveryVerdict(
            outcome: .failed,
            state: .failed,
            replyCode: error.code,
            replyText: error.reply,
            error: DeliveryPolicy.text(of: error)
        )
        if error.concernsRelay {
            verdict.outcome = .relay
            verdict.state = .deferred
            verdict.countsAsAttempt = false
            verdict.nextAttemptAt = pausedUntil
            return verdict
        }
        switch error.kind {
        case .permanent, .invalidAddress, .invalidMessage: return verdict
        case .ambiguous:
            verdict.outcome = .unknown
            verdict.state = .unknown
            let next = now + ambiguousDelay
            let isLast = mail.unknownAttempts + 1 >= ambiguousLimit || next > mail.giveUpAt
            verdict.nextAttemptAt = isLast ? nil : next
        default:
            let next = now + delay(for: mail, at: now, random: random)
            guard next <= mail.giveUpAt else { return verdict }
            verdict.outcome = .deferred
            verdict.state = .deferred
            verdict.nextAttemptAt = next
        }
        return verdict
    }

    /// A message that is not to be sent although it is due, and why.
    public func withoutSending(_ mail: ClaimedMail, at now: Instant) -> DeliveryVerdict? {
        if mail.isSuperseded {
            return DeliveryVerdict(outcome: .cancelled, state: .cancelled, countsAsAttempt: false)
        }
        if mail.isAddressDead {
            return DeliveryVerdict(
                outcome: .cancelled,
                state: .failed,
                countsAsAttempt: false,
                error: "Mail to this address came back before, so nothing is sent to it until somebody confirms it."
            )
        }
        if mail.unknownAttempts >= ambiguousLimit {
            return DeliveryVerdict(
                outcome: .failed,
                state: .unknown,
                countsAsAttempt: false,
                error:
                    "It was being sent \(mail.unknownAttempts) times when the sending broke off, so it is not sent again."
            )
        }
        guard now > mail.giveUpAt else { return nil }
        return DeliveryVerdict(
            outcome: .failed,
            state: mail.unknownAttempts > 0 ? .unknown : .failed,
            countsAsAttempt: false,
            error: "It could not be sent before it was of no more use."
        )
    }

    /// Grows with the message's age, so that a short trouble costs little time and a long one little work.
    func delay(for mail: ClaimedMail, at now: Instant, random: Double) -> Duration {
        let doubled = shortestDelay * (1 << min(mail.attempts, 20))
        let age = max(now - mail.createdAt, shortestDelay)
        return min(doubled, age, longestDelay) * (0.75 + random / 2)
    }

    private static func text(of error: MailError) -> String {
        let reply = error.reply.isEmpty ? "" : " The relay said: \(error.reply)"
        return (error.message + reply).cut(to: 500)
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000) }
}
