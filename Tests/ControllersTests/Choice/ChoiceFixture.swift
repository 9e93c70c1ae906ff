import CivilTime
import Controllers
import Domain
import Foundation
import Glibc
import JSON
import MariaDB
import Secrets
import Testing
import Web

/// An interview of a candidate who is invited to choose a time, and the browser in which the link was opened.
final class ChoiceFixture {
    let base: BookingFixture
    let candidate: Int64
    let interview: String
    let link: String
    var app: TestApp { base.app }
    private(set) var cookie = ""

    init(_ terms: JSON = [:]) throws {
        base = try BookingFixture()
        candidate = try base.addCandidate()
        let created = try base.createInterview(candidate)
        interview = try #require(created.json["id"]?.string)
        let invited = try base.app.send("POST", "/api/interviews/\(interview)/invite/", terms, as: base.recruiter)
        try #require(invited.status == .created, "\(invited.json)")
        link = String(try #require(invited.json["invitation_link"]?.string).dropFirst("http://localhost:8000".count))
    }

    /// The invitation that is opened, so that the page can be asked for.
    static func opened(_ terms: JSON = [:]) throws -> ChoiceFixture {
        let fixture = try ChoiceFixture(terms)
        try fixture.open()
        return fixture
    }

    func open() throws {
        let response = try app.send("GET", link)
        try #require(response.status == .seeOther)
        let setting = try #require(response.headers["Set-Cookie"])
        cookie = String(setting.prefix { $0 != ";" })
    }

    func invite(_ terms: JSON = [:]) throws -> Response {
        try app.send("POST", "/api/interviews/\(interview)/invite/", terms, as: base.recruiter)
    }

    func revoke() throws -> Response {
        try app.send("DELETE", "/api/interviews/\(interview)/invite/", as: base.recruiter)
    }

    func page() throws -> Response { try app.send("GET", "/choose/", headers: ["Cookie": cookie]) }

    func submit(_ action: String, _ fields: [String: String]) throws -> Response {
        let body = fields.map { "\($0.key)=\(PercentEncoding.encode($0.value))" }.sorted().joined(separator: "&")
        return try app.send(
            "POST",
            "/choose/\(action)/",
            headers: ["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"],
            body: Array(body.utf8)
        )
    }

    /// The hidden fields of the page as it is now; where it has no form, those of one that somebody has made up.
    func keys() throws -> [String: String] {
        let text = try page().text
        let keys = SessionKeys(secret: app.configuration.secret)
        let state = try app.db.first("SELECT id, changes FROM invitation WHERE interview_id = \(interview)") {
            (row) throws(DatabaseError) in (try row.string(), try row.int())
        }
        let (id, changes) = try #require(state)
        return [
            "csrf": text.value(of: "csrf") ?? keys.formToken(forCookie: String(cookie.dropFirst("choose=".count))),
            "idempotency_key": text.value(of: "idempotency_key") ?? keys.formKey(for: id, changes: changes),
        ]
    }

    func book(_ slot: String) throws -> Response {
        try submit("book", try keys().merging(["slot": slot]) { $1 })
    }

    func cancel() throws -> Response { try submit("cancel", try keys()) }

    /// The ids of the times that the page offers, in its order.
    func offered() throws -> [String] {
        try page().text.components(separatedBy: "name=\"slot\" value=\"").dropFirst().map { String($0.prefix(36)) }
    }

    /// The slot of the active booking.
    func booked() throws -> String? {
        try app.db.first("SELECT slot_id FROM schedule WHERE interview_id = \(interview) AND is_active") {
            (row) throws(DatabaseError) in try row.string()
        }
    }

    /// Sets the clock to so many seconds before 10:30 of the next day in India, where the fixture's first slot begins.
    func move(toSecondsBeforeStart seconds: Int64) {
        app.now = Instant(seconds: 1_795_338_000).adding(seconds: 20 * 3600 - seconds)
    }

    /// Everything that a request could have changed.
    func state() throws -> [String] {
        try app.db.all(
            """
            SELECT CONCAT_WS('|',
                (SELECT GROUP_CONCAT(CONCAT_WS(':', id, current_bookings, version) ORDER BY id) FROM slot),
                (SELECT GROUP_CONCAT(CONCAT_WS(':', id, slot_id, status, calendar_sequence) ORDER BY id) FROM schedule),
                (SELECT GROUP_CONCAT(CONCAT_WS(':', id, expires_at, revoked_at, moves, changes, mails)) FROM invitation),
                (SELECT COUNT(*) FROM booking_event), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM hold),
                (SELECT GROUP_CONCAT(version) FROM interview))
            """
        ) { (row) throws(DatabaseError) in try row.string() }
    }
}

extension String {
    /// The value of the hidden field of that name.
    func value(of field: String) -> String? {
        components(separatedBy: "name=\"\(field)\" value=\"").dropFirst().first.map { String($0.prefix { $0 != "\"" }) }
    }
}
