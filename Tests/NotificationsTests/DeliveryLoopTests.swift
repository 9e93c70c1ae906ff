import CivilTime
import Domain
import MailTestSupport
import MariaDB
import Notifications
import SMTP
import Secrets
import Store
import TestSupport
import Testing

/// Against a real database and a real relay; the recipient's name chooses how the relay behaves.
@Suite struct DeliveryLoopTests {
    private let fixture: Fixture
    private let tag = UUIDText.v4()

    init() throws { fixture = try Fixture() }

    private func address(_ kind: String) -> String { "\(kind).\(tag)@example.org" }

    @Test func `a queued message is sent once, noted, and its body erased`() throws {
        let facts = try fixture.facts(to: address("asha"))
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay())

        try fixture.deliver(&loop)
        try fixture.deliver(&loop)

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .sent)
        #expect(mail.replyCode == 250)
        #expect(mail.sentAt == fixture.now)
        #expect(mail.error == nil)
        #expect(try !fixture.hasBody(mail))
        #expect(try fixture.attempts(of: mail) == ["sent"])
        let accepted = try fixture.server.accepted(for: address("asha"))
        #expect(accepted.count == 1)
        #expect(accepted.first?.sender == "noreply@example.org")
        #expect(accepted.first?.text.contains("session_key=3D0123456789abcdef") == true)
    }

    @Test func `the log names the message and the outcome, never address or link`() throws {
        try fixture.book(fixture.facts(to: address("asha")))
        try fixture.book(fixture.facts(to: address("permanent")))
        var loop = try fixture.loop(fixture.relay())

        try fixture.deliver(&loop)

        let lines = fixture.log.lines
        #expect(lines.count == 2)
        #expect(
            lines.contains { $0.contains("Mail attempt") && $0.contains("outcome=sent") && $0.contains("reply=250") }
        )
        #expect(lines.contains { $0.contains("outcome=failed") && $0.contains("reply=550") })
        #expect(!lines.contains { $0.contains("@") || $0.contains("session_key") || $0.contains("Asha") })
    }

    @Test func `a temporary refusal is tried again later, with the same bytes`() throws {
        let facts = try fixture.facts(to: address("flaky"))
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay())

        try fixture.deliver(&loop)

        let deferred = try #require(try fixture.mail(of: facts).first)
        #expect(deferred.state == .deferred)
        #expect(deferred.replyCode == 451)
        #expect(deferred.error?.contains("451 4.3.0 Come back later") == true)
        #expect(deferred.nextAttemptAt == fixture.now.adding(seconds: 30))

        fixture.pass(seconds: 29)
        try fixture.deliver(&loop)
        #expect(try fixture.mail(of: facts).first?.attempts == 1)
        fixture.pass(seconds: 1)
        try fixture.deliver(&loop)

        let sent = try #require(try fixture.mail(of: facts).first)
        #expect(sent.state == .sent)
        #expect(try fixture.attempts(of: sent) == ["deferred", "sent"])
    }

    @Test func `the wait grows with the message's age, up to an hour`() throws {
        let facts = try fixture.facts(to: address("temporary"))
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay())
        var waits: [Int64] = []

        for _ in 1...6 {
            try fixture.deliver(&loop)
            let mail = try #require(try fixture.mail(of: facts).first)
            let wait = fixture.now.seconds(until: mail.nextAttemptAt)
            waits.append(wait)
            fixture.pass(seconds: wait)
        }

        #expect(waits == [30, 30, 60, 120, 240, 480])
    }

    @Test func `a lasting refusal is final, and the recruiter is told`() throws {
        let user = try fixture.insertUser(email: "ravi@example.org")
        let facts = try fixture.facts(to: address("permanent"))
        try fixture.insertInterview(facts.interviewID, recruiter: user)
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay())

        try fixture.deliver(&loop)

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .failed)
        #expect(mail.replyCode == 550)
        #expect(try !fixture.hasBody(mail))
        let count = try fixture.db.count(
            "SELECT COUNT(*) FROM notification WHERE user_id = \(user) AND title = 'Mail to the candidate failed'"
        )
        #expect(count == 1)
    }

    @Test func `one message's trouble holds up no other`() throws {
        let addresses = ["permanent", "temporary", "hang", "spam", "asha"].map(address)
        let all = try addresses.map { try fixture.facts(to: $0) }
        for facts in all { try fixture.book(facts) }
        var loop = try fixture.loop(fixture.relay())

        try fixture.deliver(&loop)

        let states = try all.map { try fixture.mail(of: $0).first?.state }
        #expect(states == [.failed, .deferred, .deferred, .failed, .sent])
    }

    @Test func `a message without a verdict is unknown, and sent again with the same bytes`() throws {
        let facts = try fixture.facts(to: address("cutonce"))
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay())

        try fixture.deliver(&loop)

        let unknown = try #require(try fixture.mail(of: facts).first)
        #expect(unknown.state == .unknown)
        #expect(unknown.replyCode == 354)
        #expect(try fixture.hasBody(unknown))
        fixture.pass(seconds: 300)
        try fixture.deliver(&loop)
        let sent = try #require(try fixture.mail(of: facts).first)
        #expect(sent.state == .sent)
        #expect(try fixture.attempts(of: sent) == ["unknown", "sent"])
        let accepted = try fixture.server.accepted(for: address("cutonce"))
        #expect(accepted.count == 2)
        #expect(accepted.first?.bytes == accepted.last?.bytes)
    }

    @Test func `after three attempts without a verdict it stays unknown and is sent no more`() throws {
        let facts = try fixture.facts(to: address("cut"))
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay())

        for _ in 1...5 {
            try fixture.deliver(&loop)
            fixture.pass(seconds: 300)
        }

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .unknown)
        #expect(try fixture.attempts(of: mail) == ["unknown", "unknown", "unknown"])
        #expect(try !fixture.hasBody(mail))
        #expect(try OutboxStore(fixture.db).nextDue() == nil)
    }

    @Test func `a wrong password stops all mail, burns no attempt and waits longer each time`() throws {
        let first = try fixture.facts(to: address("first"))
        let second = try fixture.facts(to: address("second"))
        try fixture.book(first)
        try fixture.book(second)
        var wrong = try fixture.loop(fixture.relay(password: "wrong horse"))

        try fixture.deliver(&wrong)
        try fixture.deliver(&wrong)

        let mail = try #require(try fixture.mail(of: first).first)
        #expect(mail.state == .deferred)
        #expect(mail.attempts == 0)
        #expect(mail.error?.contains("did not accept the user name and password") == true)
        #expect(mail.nextAttemptAt == fixture.now.adding(seconds: 5))
        #expect(try fixture.mail(of: second).first?.state == .queued)
        #expect(fixture.log.lines.contains { $0.contains("The relay cannot be used") && $0.contains("authentication") })

        fixture.pass(seconds: 5)
        try fixture.deliver(&wrong)
        #expect(try fixture.mail(of: second).first?.nextAttemptAt == fixture.now.adding(seconds: 10))

        fixture.pass(seconds: 10)
        var right = try fixture.loop(fixture.relay(), owner: "second")
        try fixture.deliver(&right)
        #expect(try [first, second].map { try fixture.mail(of: $0).first?.state } == [.sent, .sent])
    }

    @Test func `mail that is of no more use is given up`() throws {
        let user = try fixture.insertUser(email: "ravi@example.org")
        let facts = try fixture.facts(to: address("temporary"))
        try fixture.insertInterview(facts.interviewID, recruiter: user)
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay())
        try fixture.deliver(&loop)

        fixture.pass(seconds: fixture.now.seconds(until: facts.endsAt) + 1)
        try fixture.deliver(&loop)

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .failed)
        #expect(mail.error == "It could not be sent before it was of no more use.")
        #expect(try fixture.db.count("SELECT COUNT(*) FROM notification") == 1)
    }

    @Test func `a killed process's message is found at once and tried again as unknown`() throws {
        let facts = try fixture.facts(to: address("asha"))
        try fixture.book(facts)
        do {
            let killed = try fixture.database.connect()
            let store = OutboxStore(killed)
            try store.announce("killed")
            let claimed = try killed.transaction { _ in
                try store.claim(by: "killed", leaseUntil: fixture.now.adding(seconds: 600), at: fixture.now)
            }
            #expect(claimed != nil)
            var loop = try fixture.loop(fixture.relay())
            fixture.pass(seconds: 20)
            try fixture.deliver(&loop)
            #expect(try fixture.mail(of: facts).first?.state == .sending, "its owner still lives")
        }
        var loop = try fixture.loop(fixture.relay())
        fixture.pass(seconds: 5)

        try fixture.deliver(&loop)

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .sent)
        #expect(try fixture.attempts(of: mail) == ["unknown", "sent"])
        #expect(try fixture.server.accepted(for: address("asha")).count == 1)
    }

    @Test func `an owner whose lease ran out cannot overwrite what came after`() throws {
        let facts = try fixture.facts(to: address("asha"))
        try fixture.book(facts)
        let slow = try fixture.database.connect()
        let late = try #require(
            try slow.transaction { db in
                try OutboxStore(db).claim(by: "slow", leaseUntil: fixture.now.adding(seconds: 60), at: fixture.now)
            }
        )
        fixture.pass(seconds: 61)
        var loop = try fixture.loop(fixture.relay())
        try fixture.deliver(&loop)

        let isOurs = try slow.transaction { db in
            try OutboxStore(db).finish(late, DeliveryVerdict(outcome: .failed, state: .failed), at: fixture.now)
        }

        #expect(!isOurs)
        #expect(try fixture.mail(of: facts).first?.state == .sent)
    }

    @Test func `two processes never take the same message`() throws {
        for number in 1...6 { try fixture.book(fixture.facts(to: address("n\(number)"))) }
        let one = try fixture.database.connect()
        let two = try fixture.database.connect()
        let until = fixture.now.adding(seconds: 600)

        // Interleaved inside open transactions, so that a lock of one stands while the other looks.
        let taken = try one.transaction { one in
            let first = try OutboxStore(one).claim(by: "one", leaseUntil: until, at: fixture.now)
            let second = try two.transaction {
                try OutboxStore($0).claim(by: "two", leaseUntil: until, at: fixture.now)
            }
            return [first?.id, second?.id]
        }

        #expect(taken.compactMap(\.self).count == 2)
        #expect(taken[0] != taken[1])
    }

    @Test func `a message that was moved on while it waited is not sent`() throws {
        var facts = try fixture.facts(to: address("flaky"))
        try fixture.book(facts)
        let owner = try fixture.database.connect()
        let claimed = try #require(
            try owner.transaction { db in
                try OutboxStore(db).claim(by: "owner", leaseUntil: fixture.now.adding(seconds: 600), at: fixture.now)
            }
        )
        facts.version = 2
        facts.candidateEmail = address("flaky")
        try fixture.db.transaction { db in
            _ = try fixture.service.interviewCancelled(facts, at: fixture.now, in: db)
        }
        // The relay defers the old message after the new one was written.
        _ = try owner.transaction { db in
            let verdict = DeliveryVerdict(outcome: .deferred, state: .deferred, nextAttemptAt: fixture.now)
            return try OutboxStore(db).finish(claimed, verdict, at: fixture.now)
        }
        var loop = try fixture.loop(fixture.relay())

        try fixture.deliver(&loop)
        fixture.pass(seconds: 60)
        try fixture.deliver(&loop)

        #expect(try fixture.mail(of: facts).map(\.state) == [.cancelled, .sent])
        #expect(try fixture.server.accepted(for: address("flaky")).count == 1)
    }

    @Test func `a body sealed with another key is kept and reported, not lost`() throws {
        let facts = try fixture.facts(to: address("asha"))
        try fixture.book(facts)
        var loop = try DeliveryLoop(
            db: fixture.database.connect(),
            to: .relay(fixture.relay()),
            mail: Fixture.service(ServerSecret(Array(repeating: 9, count: 32))),
            log: fixture.log.logger,
            now: { [fixture] in fixture.now }
        )

        try fixture.deliver(&loop)

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .deferred)
        #expect(mail.error?.contains("SECRET_KEY_FILE") == true)
        #expect(try fixture.hasBody(mail))
    }

    @Test func `asked to stop, the loop ends after the message in hand`() throws {
        let first = try fixture.facts(to: address("slow1"))
        let second = try fixture.facts(to: address("slow2"))
        try fixture.book(first)
        try fixture.book(second)
        var loop = try fixture.loop(fixture.relay())
        var asked = 0

        loop.run { _ in
            asked += 1
            return asked > 1
        }

        let states = try [first, second].map { try fixture.mail(of: $0).first?.state }
        #expect(states == [.sent, .queued])
    }

    @Test func `what was sent while the database went away is written down when it is back`() throws {
        let facts = try fixture.facts(to: address("slow"))
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay())
        let killer = ConnectionKiller(fixture.database)
        killer.killOthersAfter(milliseconds: 400)

        var steps = 0
        loop.run { _ in
            steps += 1
            return steps > 4
        }
        killer.join()

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .sent)
        #expect(try fixture.attempts(of: mail) == ["sent"])
        #expect(try fixture.server.accepted(for: address("slow")).count == 1)
    }

    @Test func `counts tell how the queue stands`() throws {
        try fixture.book(fixture.facts(to: address("asha")))
        try fixture.book(fixture.facts(to: address("permanent")))
        var loop = try fixture.loop(fixture.relay())
        try fixture.deliver(&loop)
        try fixture.book(fixture.facts(to: address("later")))

        #expect(try OutboxStore(fixture.db).counts() == [.sent: 1, .failed: 1, .queued: 1])
    }
}
