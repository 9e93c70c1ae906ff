import CivilTime
import Domain
import MailTestSupport
import MariaDB
import Notifications
import SMTP
import Secrets
import Store
import Testing

/// Reports of mail servers about messages that the relay had taken.
@Suite struct BounceTests {
    private let fixture: Fixture
    private let tag = UUIDText.v4()

    init() throws { fixture = try Fixture() }

    private static let token = String(repeating: "0a", count: 16)

    /// As Postfix writes it, with its own lines about the message before those about the recipient.
    private static func notification(
        to address: String = "bounce+\(token)@bounces.example.org",
        action: String = "failed",
        status: String = "5.1.1",
        messageID: String = "<1@example.org>",
        lineEnd: String = "\r\n"
    ) -> [UInt8] {
        let text = """
            Return-Path: <>
            Date: Sun, 22 Nov 2026 21:00:00 +0000 (UTC)
            From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
            Subject: Undelivered Mail Returned to Sender
            To: \(address)
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
            \tboundary="4hQ/mx.example.com"

            --4hQ/mx.example.com
            Content-Type: text/plain; charset=us-ascii

            Action: delivered (this is only text)
            --4hQ/mx.example.com
            Content-Description: Delivery report
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example.com
            X-Postfix-Queue-ID: 4hQ
            Arrival-Date: Sun, 22 Nov 2026 20:59:00 +0000 (UTC)

            Final-Recipient: rfc822; asha@example.com
            Original-Recipient: rfc822;asha@example.com
            Action: \(action)
            Status: \(status)
            Diagnostic-Code: smtp; 550 5.1.1 <asha@example.com>: Recipient address
             rejected: User unknown

            --4hQ/mx.example.com
            Content-Type: message/rfc822

            Message-ID: \(messageID)
            Subject: Interview Scheduled

            The text.
            --4hQ/mx.example.com--

            """
        return Array(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd).utf8)
    }

    @Test(arguments: ["\r\n", "\n"])
    func `a notification is read, whatever its line ends`(lineEnd: String) throws {
        let bounce = try #require(Bounce(BounceTests.notification(lineEnd: lineEnd), recipient: nil))

        #expect(bounce.report.action == .failed)
        #expect(bounce.report.status == "5.1.1")
        #expect(
            bounce.report.diagnostic
                == "smtp; 550 5.1.1 <asha@example.com>: Recipient address rejected: User unknown"
        )
        #expect(bounce.returnToken == BounceTests.token)
        #expect(bounce.messageID == "<1@example.org>")
    }

    @Test func `the mail server's own word for the recipient comes before the headers`() throws {
        let other = String(repeating: "1b", count: 16)

        let bounce = Bounce(BounceTests.notification(), recipient: "BOUNCE+\(other.uppercased())@bounces.example.org")

        #expect(bounce?.returnToken == other)
    }

    @Test(arguments: ["", "bounce+12@example.org", "bounce+\(token)0@example.org", "asha@example.com"])
    func `an address without a token has none`(address: String) throws {
        #expect(try #require(Bounce(BounceTests.notification(to: address), recipient: nil)).returnToken == nil)
    }

    @Test(arguments: [
        "", "\n\n\n", "Subject: I am away\n\nUntil Monday.\n", "Content-Type: multipart/report; boundary=x\n\n--x",
        "Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\nAction: eaten\n--x--",
        "Content-Type: multipart/report\n\n--\n--\n", ":\n:\n\n\0",
    ])
    func `anything else is no notification`(text: String) {
        #expect(Bounce(Array(text.utf8), recipient: nil) == nil)
    }

    @Test(arguments: [
        ("failed", "5.1.1", true), ("failed", "5.0.0", true), ("failed", "5.2.1", true), ("failed", "5.2.2", false),
        ("failed", "5.7.1", false), ("failed", "4.4.7", false), ("delayed", "5.1.1", false),
        ("failed", "nonsense", true),
        ("failed", "5.1.10 (no such domain)", true),
    ])
    func `only a refusal of the address itself makes it dead`(action: String, status: String, isDead: Bool) throws {
        let bounce = try #require(Bounce(BounceTests.notification(action: action, status: status), recipient: nil))

        #expect(bounce.report.isAddressDead == isDead)
        #expect(bounce.report.isBounce == (action == "failed"))
    }

    /// A message that the relay took, with the return address it had.
    private func sent(to kind: String) throws -> (facts: BookingFacts, token: String) {
        let facts = try fixture.facts(to: "\(kind).\(tag)@example.org")
        try fixture.book(facts)
        var loop = try fixture.loop(
            fixture.relay(),
            options: DeliveryLoop.Options(returnDomain: "bounces.example.org")
        )
        try fixture.deliver(&loop)
        let accepted = try #require(try fixture.server.accepted(for: facts.candidateEmail).last)
        return (facts, try #require(ReturnAddress.token(in: [accepted.sender])))
    }

    private func note(_ token: String, action: String = "failed", status: String = "5.1.1") throws -> BounceStore
        .Effect?
    {
        let bytes = BounceTests.notification(action: action, status: status)
        let bounce = try #require(Bounce(bytes, recipient: "bounce+\(token)@bounces.example.org"))
        return try fixture.db.transaction { db in
            try BounceStore(db).note(bounce.report, about: .returnToken(token), at: fixture.now)
        }
    }

    @Test func `a bounce settles the message, once, and marks its address`() throws {
        let (facts, token) = try sent(to: "asha")

        let effect = try note(token)

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(effect == .bounced(mail.id, isAddressDead: true))
        #expect(mail.state == .bounced)
        #expect(mail.error?.contains("Recipient address rejected: User unknown") == true)
        #expect(try note(token) == .known(mail.id))
        #expect(try MailMessageStore(fixture.db).find(mail.id)?.isAddressDead == true)
        let untold = try fixture.db.transaction { db in try BounceStore(db).takeUntold(limit: 10) }
        #expect(untold.map(\.id) == [mail.id])
        #expect(try fixture.db.transaction { db in try BounceStore(db).takeUntold(limit: 10) }.isEmpty)
    }

    @Test func `nothing more is sent to a dead address until somebody confirms it`() throws {
        let (facts, token) = try sent(to: "asha")
        _ = try note(token)
        let next = try fixture.facts(to: facts.candidateEmail)
        try fixture.book(next)
        var loop = try fixture.loop(fixture.relay(), owner: "next")
        try fixture.deliver(&loop)

        let stopped = try #require(try fixture.mail(of: next).first)
        #expect(stopped.state == .failed)
        #expect(stopped.error?.contains("until somebody confirms it") == true)
        #expect(try fixture.server.accepted(for: facts.candidateEmail).count == 1)

        _ = try DeadAddressStore(fixture.db, company: nil).remove(facts.candidateEmail)
        let later = try fixture.facts(to: facts.candidateEmail)
        try fixture.book(later)
        try fixture.deliver(&loop)
        #expect(try fixture.mail(of: later).first?.state == .sent)
    }

    @Test func `a delay is noted, and the message stays as it is`() throws {
        let (facts, token) = try sent(to: "asha")

        let effect = try note(token, action: "delayed", status: "4.4.1")

        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(effect == .noted(mail.id))
        #expect(mail.state == .sent)
        let reports = try MailMessageStore(fixture.db).reports(ofEach: [mail.id])[mail.id]
        #expect(reports?.map(\.report.action) == [.delayed])
    }

    @Test func `a report about nobody's message changes nothing`() throws {
        #expect(try note(BounceTests.token) == nil)
    }

    @Test func `every attempt of a message has the same return address`() throws {
        let facts = try fixture.facts(to: "cutonce.\(tag)@example.org")
        try fixture.book(facts)
        var loop = try fixture.loop(
            fixture.relay(),
            options: DeliveryLoop.Options(returnDomain: "bounces.example.org")
        )
        try fixture.deliver(&loop)
        fixture.pass(seconds: 300)
        try fixture.deliver(&loop)

        let senders = try fixture.server.accepted(for: facts.candidateEmail).map(\.sender)

        #expect(senders.count == 2)
        #expect(Set(senders).count == 1)
    }
}
