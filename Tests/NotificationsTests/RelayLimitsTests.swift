import CivilTime
import Domain
import MailTestSupport
import Notifications
import SMTP
import Secrets
import Store
import TestSupport
import Testing

/// What several loops share: places at the relay, a rate, and the knowledge that the relay is in trouble.
@Suite struct RelayLimitsTests {
    private let fixture: Fixture
    private let tag = UUIDText.v4()

    init() throws { fixture = try Fixture() }

    private func address(_ kind: String) -> String { "\(kind).\(tag)@example.org" }

    private func states() throws -> [MailState: Int] { try OutboxStore(fixture.db).counts() }

    @Test func `no more loops talk to the relay than it has places, and a place is free when its owner ends`() throws {
        let options = DeliveryLoop.Options(connections: 1)
        var second = try fixture.loop(fixture.relay(), owner: "second", options: options)
        do {
            var first = try fixture.loop(fixture.relay(), owner: "first", options: options)
            try fixture.deliver(&first)
            try fixture.book(fixture.facts(to: address("one")))

            try fixture.deliver(&second)
            #expect(try states() == [.queued: 1])

            try fixture.deliver(&first)
            #expect(try states() == [.sent: 1])
        }
        try fixture.book(fixture.facts(to: address("two")))

        try fixture.deliver(&second)

        #expect(try states() == [.sent: 2])
    }

    @Test func `no more attempts begin in a minute than allowed, by all loops together`() throws {
        let options = DeliveryLoop.Options(perMinute: 3)
        for number in 1...5 { try fixture.book(fixture.facts(to: address("n\(number)"))) }
        var first = try fixture.loop(fixture.relay(), owner: "first", options: options)
        var second = try fixture.loop(fixture.relay(), owner: "second", options: options)

        _ = try first.step()
        try fixture.deliver(&second)
        try fixture.deliver(&first)
        #expect(try states() == [.sent: 3, .queued: 2])

        fixture.pass(seconds: 60)
        try fixture.deliver(&first)
        #expect(try states() == [.sent: 5])
    }

    @Test func `what one loop finds out about the relay, the others do not try again`() throws {
        var first = try fixture.loop(fixture.relay(password: "wrong horse"), owner: "first")
        var second = try fixture.loop(fixture.relay(password: "wrong horse"), owner: "second")
        try fixture.deliver(&first)
        for number in 1...3 { try fixture.book(fixture.facts(to: address("n\(number)"))) }
        try fixture.deliver(&second, steps: 1)
        #expect(try states() == [.deferred: 1, .queued: 2])

        try fixture.deliver(&first)
        fixture.pass(seconds: 4)
        try fixture.deliver(&first)
        fixture.pass(seconds: 2)
        try fixture.deliver(&second)
        #expect(try states() == [.deferred: 1, .queued: 2])
        try fixture.deliver(&first)
        #expect(try states() == [.deferred: 2, .queued: 1])

        let standing = try #require(try MailRelayStore(fixture.db, relay: fixture.relay().name).trouble())
        #expect(standing.problem.contains("did not accept the user name and password"))
        #expect(standing.advice.contains("EMAIL_HOST_PASSWORD"))
    }

    @Test func `a relay that works again is no longer in trouble`() throws {
        try fixture.book(fixture.facts(to: address("asha")))
        var wrong = try fixture.loop(fixture.relay(password: "wrong horse"))
        try fixture.deliver(&wrong)
        fixture.pass(seconds: 5)
        var right = try fixture.loop(fixture.relay(), owner: "second")

        try fixture.deliver(&right)

        #expect(try states() == [.sent: 1])
        #expect(try MailRelayStore(fixture.db, relay: fixture.relay().name).trouble() == nil)
    }
}
