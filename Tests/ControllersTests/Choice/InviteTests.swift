import Controllers
import Domain
import Foundation
import JSON
import MariaDB
import Notifications
import Secrets
import Testing
import Web

@Suite struct InviteTests {
    @Test func `an invitation has a link, an end and a mail, and no token in the database`() throws {
        let fixture = try ChoiceFixture()

        let invited = try fixture.invite(["expires_in_hours": 48])

        #expect(invited.status == .created)
        #expect(invited.json["email_status"] == "queued")
        #expect(invited.json["expires_at"] == "2026-11-24T09:00:00Z")
        #expect(invited.json["invitation_link"]?.string == "http://localhost:8000" + fixture.link)
        let token = fixture.link.components(separatedBy: "=")[1]
        let stored = try fixture.app.db.count(
            "SELECT COUNT(*) FROM invitation WHERE token_hash = \(SHA256.hash(Array(token.utf8)))"
        )
        #expect(stored == 1)
        let mails = try fixture.base.count("SELECT COUNT(*) FROM outbox WHERE kind = 'interview_invitation'")
        #expect(mails == 2, "each sending is a mail of its own")
    }

    @Test func `the mail names the link and its end`() throws {
        let fixture = try ChoiceFixture()

        let body = try fixture.app.db.first("SELECT body FROM outbox WHERE kind = 'interview_invitation'") {
            (row) throws(DatabaseError) in try row.bytes()
        }

        let mail = fixture.app.configuration.notifications
        let sealed = try #require(body)
        let message = String(decoding: try #require(mail.message(in: sealed)), as: UTF8.self)
        let plain = message.replacing("=\r\n", with: "").replacing("=3D", with: "=")
        #expect(plain.contains("http://localhost:8000" + fixture.link))
        #expect(plain.contains("November 29, 2026 at 02:30 PM IST (UTC+05:30)"))
        #expect(plain.contains("Subject: Choose a Time for Your Interview"))
    }

    @Test func `inviting again keeps the link and begins the moves anew`() throws {
        let fixture = try ChoiceFixture()
        try fixture.app.db.execute("UPDATE invitation SET moves = 3")

        let again = try fixture.invite()

        #expect(again.json["invitation_link"]?.string == "http://localhost:8000" + fixture.link)
        #expect(try fixture.base.count("SELECT moves FROM invitation") == 0)
        #expect(try fixture.base.count("SELECT COUNT(*) FROM invitation") == 1)
    }

    @Test func `after a revocation the old link stays dead and a new one is given`() throws {
        let fixture = try ChoiceFixture.opened()

        #expect(try fixture.revoke().status == .noContent)
        #expect(try fixture.revoke().status == .noContent)
        let again = try fixture.invite()

        #expect(again.json["invitation_link"]?.string != "http://localhost:8000" + fixture.link)
        #expect(try fixture.app.send("GET", fixture.link).status == .notFound)
        #expect(try fixture.page().status == .notFound)
    }

    @Test func `invitations and their end stand in the interview's history`() throws {
        let fixture = try ChoiceFixture()
        _ = try fixture.invite()
        _ = try fixture.revoke()
        _ = try fixture.revoke()

        let path = "/api/interviews/\(fixture.interview)/history/"
        let lines = try #require(try fixture.app.send("GET", path, as: fixture.base.recruiter).json.array)

        #expect(lines.map { $0["action"] } == ["created", "invited", "invited", "invitation_revoked"])
        #expect(lines.last?["actor"]?["id"] == .int(fixture.base.recruiter.id))
    }

    @Test func `only those who may change the interview invite`() throws {
        let fixture = try ChoiceFixture()
        let path = "/api/interviews/\(fixture.interview)/invite/"
        let stranger = try fixture.app.addUser(.recruiter, company: try fixture.app.addCompany("Other"))

        #expect(try fixture.app.send("POST", path, [:]).status == .unauthorized)
        #expect(try fixture.app.send("POST", path, [:], as: stranger).status == .notFound)
        #expect(try fixture.app.send("DELETE", path, as: stranger).status == .notFound)
        #expect(try fixture.page().status == .notFound)
    }

    @Test func `a candidate without an address is invited, and the answer says that no mail goes out`() throws {
        let fixture = try ChoiceFixture()
        try fixture.app.db.execute("UPDATE candidate SET email = NULL")

        let invited = try fixture.invite()

        #expect(invited.status == .created)
        #expect(invited.json["email_status"] == "failed")
    }

    @Test(
        arguments: [
            ["expires_in_hours": 0], ["expires_in_hours": "soon"], ["slots_from": "tomorrow"],
            ["slots_from": "2026-11-24", "slots_to": "2026-11-23"],
        ] as [JSON]
    )
    func `terms that make no sense are refused`(terms: JSON) throws {
        #expect(try ChoiceFixture().invite(terms).status == .badRequest)
    }

    @Test func `nobody is invited to an interview that is over or has no company`() throws {
        let fixture = try ChoiceFixture()

        try fixture.app.db.execute("UPDATE interview SET status = 'completed'")
        #expect(try fixture.invite().status == .badRequest)
        try fixture.app.db.execute("UPDATE interview SET status = 'scheduled', company_id = NULL")
        let path = "/api/interviews/\(fixture.interview)/invite/"
        #expect(try fixture.app.send("POST", path, [:], as: fixture.base.admin).status == .badRequest)
    }
}
