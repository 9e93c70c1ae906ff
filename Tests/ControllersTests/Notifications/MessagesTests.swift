import CivilTime
import Domain
import JSON
import MariaDB
import Store
import Testing
import Web

/// `/api/notifications/messages/`: what became of each mail, sending one again, and withdrawing one.
@Suite struct MessagesTests {
    private let fixture: BookingFixture
    private let interview: String
    private let path = "/api/notifications/messages/"

    init() throws {
        fixture = try BookingFixture()
        interview = try fixture.bookedInterview(try fixture.addSlot())
    }

    private func list(_ query: String = "", as user: TestUser? = nil) throws -> [JSON] {
        try fixture.app.send("GET", "\(path)?interview=\(interview)\(query)", as: user ?? fixture.recruiter).json.array
            ?? []
    }

    /// The message to the candidate.
    private func mail() throws -> Int64 {
        let found = try list().first { $0["role"] == "candidate" }
        return try #require(found?["id"]?.int)
    }

    private func post(_ id: Int64, _ action: String, _ json: JSON = [:], as user: TestUser? = nil) throws -> Response {
        try fixture.app.send("POST", "\(path)\(id)/\(action)/", json, as: user ?? fixture.recruiter)
    }

    /// Makes the message look as `deliver` leaves it.
    private func settle(_ id: Int64, _ state: MailState) throws {
        try fixture.app.db.execute(
            """
            UPDATE outbox
            SET state = \(state.rawValue), body = NULL, next_attempt_at = '9999-12-31', sent_at = \(fixture.app.now)
            WHERE id = \(id)
            """
        )
    }

    private func markDead(_ id: Int64) throws {
        try DeadAddressStore(fixture.app.db, company: fixture.company)
            .add("asha@example.com", outbox: id, reason: "550 no such person", at: fixture.app.now)
    }

    @Test func `candidate's and recruiter's mail are listed with state and recipient`() throws {
        let messages = try list()

        #expect(messages.map { $0["role"] } == ["recruiter", "candidate"])
        let message = try #require(messages.last)
        #expect(message["state"] == "queued")
        #expect(message["state_display"] == "Queued")
        #expect(message["recipient"] == "asha@example.com")
        #expect(message["kind"] == "interview_scheduled")
        #expect(message["interview"] == .string(interview))
        #expect(message["attempts"] == [])
        #expect(message["can_cancel"] == true)
        #expect(message["can_resend"] == false)
        #expect(!JSON.array(messages).text.contains("session_key"))
    }

    @Test func `each attempt is told with the relay's words, and what servers reported later`() throws {
        let id = try mail()
        let now = fixture.app.now
        try fixture.app.db.execute(
            """
            INSERT INTO mail_attempt (
                outbox_id, number, started_at, finished_at, outcome, reply_code, reply_text, duration_ms, owner
            ) VALUES
                (\(id), 1, \(now), \(now), 'deferred', 451, '451 Later', 12, 'x'),
                (\(id), 2, \(now), \(now), 'sent', 250, '250 Queued as 7', 9, 'x')
            """
        )
        try fixture.app.db.execute(
            """
            INSERT INTO delivery_report (outbox_id, action, status, diagnostic, received_at)
            VALUES (\(id), 'failed', '5.1.1', 'smtp; 550 no such person', \(now))
            """
        )
        try settle(id, .bounced)

        let message = try fixture.app.send("GET", "\(path)\(id)/", as: fixture.recruiter).json

        #expect(message["state"] == "bounced")
        #expect(message["attempts"]?.array?.map { $0["outcome"] } == ["deferred", "sent"])
        #expect(message["attempts"]?.array?.last?["reply"] == "250 Queued as 7")
        #expect(message["reports"]?.array?.first?["status"] == "5.1.1")
        #expect(message["can_resend"] == true)
    }

    @Test func `lists are narrowed to a state, and to one's own company`() throws {
        let stranger = try fixture.app.addUser(.recruiter, company: try fixture.app.addCompany("Other"))
        try settle(try mail(), .failed)

        #expect(try list("&state=failed").count == 1)
        #expect(try list("&state=sending").isEmpty)
        #expect(try fixture.app.send("GET", "\(path)?state=failed", as: fixture.recruiter).json.array?.count == 1)
        #expect(try fixture.app.send("GET", path, as: stranger).json == [])
        #expect(try fixture.app.send("GET", "\(path)?interview=\(interview)", as: stranger).status == .notFound)
        #expect(try fixture.app.send("GET", "\(path)?state=lost", as: fixture.recruiter).status == .badRequest)
        #expect(try fixture.app.send("GET", path).status == .unauthorized)
    }

    @Test(arguments: ["", "resend/", "cancel/", "confirm_address/"])
    func `another company's message does not exist`(action: String) throws {
        let stranger = try fixture.app.addUser(.company, company: try fixture.app.addCompany("Other"))
        let method = action.isEmpty ? "GET" : "POST"

        let response = try fixture.app.send(method, "\(path)\(try mail())/\(action)", [:], as: stranger)

        #expect(response.outcome == "404 No Message matches the given query.")
    }

    @Test func `a message that waits is withdrawn, and its body with the link erased`() throws {
        let id = try mail()

        let response = try post(id, "cancel")

        #expect(response.status == .ok)
        #expect(response.json["state"] == "cancelled")
        #expect(try fixture.count("SELECT COUNT(*) FROM outbox WHERE id = \(id) AND body IS NOT NULL") == 0)
        #expect(try post(id, "cancel").status == .ok)
    }

    @Test(arguments: [MailState.sending, .sent, .failed, .bounced, .unknown])
    func `what does not wait cannot be withdrawn`(state: MailState) throws {
        let id = try mail()
        try settle(id, state)

        let response = try post(id, "cancel")

        #expect(response.status == .conflict)
        #expect(response.json["code"] == "not_waiting")
    }

    @Test(arguments: [MailState.sent, .failed, .bounced, .unknown, .cancelled])
    func `a message that is settled is written anew, under another Message-ID`(state: MailState) throws {
        let id = try mail()
        try settle(id, state)

        let response = try post(id, "resend")

        #expect(response.status == .created)
        #expect(response.json["state"] == "queued")
        #expect(response.json["resend_of"] == .int(id))
        let new = try #require(response.json["id"]?.int)
        #expect(
            try fixture.count("SELECT COUNT(DISTINCT message_id) FROM outbox WHERE id IN (\(id), \(new))") == 2
        )
        #expect(try fixture.count("SELECT body IS NOT NULL FROM outbox WHERE id = \(new)") == 1)
    }

    @Test func `asked twice, it is sent once`() throws {
        let id = try mail()
        try settle(id, .failed)
        let first = try post(id, "resend")

        let second = try post(id, "resend")

        #expect(second.status == .ok)
        #expect(second.json["id"] == first.json["id"])
        #expect(try fixture.count("SELECT COUNT(*) FROM outbox WHERE resend_of = \(id)") == 1)
        let new = try #require(first.json["id"]?.int)
        try settle(new, .failed)
        #expect(try post(id, "resend").status == .created, "the second has failed too")
    }

    @Test func `it goes to the address that the candidate has now`() throws {
        let id = try mail()
        try settle(id, .bounced)
        try markDead(id)
        try fixture.app.db.execute("UPDATE candidate SET email = 'asha.rao@example.com'")

        let response = try post(id, "resend")

        #expect(response.json["recipient"] == "asha.rao@example.com")
        #expect(response.json["address_dead"] == false)
    }

    @Test func `an address that mail came back from must be confirmed first`() throws {
        let id = try mail()
        try settle(id, .bounced)
        try markDead(id)

        let refused = try post(id, "resend")
        let confirmed = try post(id, "resend", ["confirm_address": true])

        #expect(refused.status == .conflict)
        #expect(refused.json["code"] == "address_dead")
        #expect(confirmed.status == .created)
        #expect(confirmed.json["address_dead"] == false)
    }

    @Test func `an address can be confirmed without sending anything`() throws {
        let id = try mail()
        try settle(id, .bounced)
        try markDead(id)

        let response = try post(id, "confirm_address")

        #expect(response.json["address_dead"] == false)
        #expect(response.json["state"] == "bounced")
    }

    @Test func `what the booking has left behind is not sent again`() throws {
        let id = try mail()
        try settle(id, .failed)
        _ = try fixture.book(try fixture.addSlot("12:00:00", "12:30:00"), interview)

        let response = try post(id, "resend")

        #expect(response.status == .conflict)
        #expect(response.json["code"] == "outdated")
    }

    @Test func `a move's message keeps the time from which it was moved`() throws {
        _ = try fixture.book(try fixture.addSlot("12:00:00", "12:30:00"), interview)
        let moved = try list().filter { $0["kind"] == "interview_rescheduled" }
        for message in moved {
            let id = try #require(message["id"]?.int)
            try settle(id, .failed)
            #expect(try post(id, "resend").status == .created)
        }

        #expect(moved.count == 2)
        #expect(
            try fixture.count("SELECT COUNT(*) FROM outbox WHERE resend_of > 0 AND previous_start IS NOT NULL") == 2
        )
    }

    @Test func `an invitation is sent again with the same link while it is open`() throws {
        let other = try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"]?.string)
        _ = try fixture.app.send("POST", "/api/interviews/\(other)/invite/", [:], as: fixture.recruiter)
        let messages = try fixture.app.send("GET", "\(path)?interview=\(other)", as: fixture.recruiter).json.array
        let id = try #require(messages?.first?["id"]?.int)
        try settle(id, .failed)

        #expect(try post(id, "resend").status == .created)
        _ = try fixture.app.send("DELETE", "/api/interviews/\(other)/invite/", as: fixture.recruiter)
        try fixture.app.db.execute("UPDATE outbox SET state = 'failed', next_attempt_at = '9999-12-31'")
        #expect(try post(id, "resend").json["code"] == "outdated")
    }
}
