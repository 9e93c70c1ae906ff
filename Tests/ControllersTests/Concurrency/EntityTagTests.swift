import CivilTime
import Domain
import JSON
import Testing
import Web

/// Single objects have a tag, and a change that names another than the present one is refused.
@Suite struct EntityTagTests {
    /// An object of each kind: where it is, and two changes of it that differ.
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let path: String
        let changes: [JSON]
        var method = "PATCH"
        var isDeletable = true

        var testDescription: String { name }
    }

    /// `{name}` in a path stands for what the fixture has made.
    static let cases = [
        Case(name: "job", path: "/api/jobs/{job}/", changes: [["job_title": "One"], ["job_title": "Two"]]),
        Case(name: "domain", path: "/api/jobs/domains/{domain}/", changes: [["name": "One"], ["name": "Two"]]),
        Case(name: "company", path: "/api/companies/{company}/", changes: [["contact": "1"], ["contact": "2"]]),
        Case(
            name: "recruiter",
            path: "/api/companies/recruiters/{recruiter}/",
            changes: [["new_full_name": "One"], ["new_full_name": "Two"]]
        ),
        Case(
            name: "contact",
            path: "/api/hiring_agency/{contact}/",
            changes: [["last_name": "1"], ["last_name": "2"]]
        ),
        Case(name: "slot", path: "/api/interviews/slots/{slot}/", changes: [["notes": "1"], ["notes": "2"]]),
        Case(name: "interview", path: "/api/interviews/{interview}/", changes: [["feedback": "1"], ["feedback": "2"]]),
        Case(name: "candidate", path: "/api/candidates/{candidate}/", changes: [["phone": "1"], ["phone": "2"]]),
        Case(
            name: "configuration",
            path: "/api/interviews/configurations/{configuration}/",
            changes: [["slot_duration": 30], ["slot_duration": 45]]
        ),
        Case(
            name: "evaluation",
            path: "/api/evaluation/crud/{evaluation}/",
            changes: [["traits": "1"], ["traits": "2"]]
        ),
        Case(
            name: "draft",
            path: "/api/candidates/verify/{draft}/",
            changes: [["name": "One"], ["name": "Two"]],
            method: "PUT",
            isDeletable: false
        ),
        Case(
            name: "profile",
            path: "/api/auth/profile/",
            changes: [["full_name": "One"], ["full_name": "Two"]],
            isDeletable: false
        ),
        Case(
            name: "preferences",
            path: "/api/notifications/preferences/",
            changes: [["daily_digest": true], ["daily_digest": false]],
            isDeletable: false
        ),
    ]

    let fixture: BookingFixture
    private let ids: [String: String]

    init() throws {
        fixture = try BookingFixture()
        let app = fixture.app
        let admin = fixture.admin
        func made(_ path: String, _ body: JSON, key: String = "id") throws -> String {
            let response = try app.send("POST", path, body, as: admin)
            try #require(response.status.rawValue < 300, "\(path): \(response.json)")
            return try #require(response.json[key]).text.replacing("\"", with: "")
        }
        let candidate = try fixture.addCandidate()
        let slot = try fixture.addSlot()
        let interview = try made("/api/interviews/", ["candidate": .int(candidate)])
        let completed = try made("/api/interviews/", ["candidate": .int(candidate)])
        _ = try app.send("PATCH", "/api/interviews/\(completed)/", ["status": "completed"], as: admin)
        let company = JSON.int(fixture.company)
        ids = [
            "job": "\(fixture.job)", "company": "\(fixture.company)", "slot": slot, "interview": interview,
            "candidate": "\(candidate)",
            "domain": try made("/api/jobs/domains/", ["name": "Zero"]),
            "recruiter": try made(
                "/api/companies/recruiters/create/",
                ["email": "r@a.co", "full_name": "R", "password": "long enough 123", "company_id": company]
            ),
            "contact": try made("/api/hiring_agency/", ["email": "u@a.co", "role": "Recruiter", "company": company]),
            "configuration": try made(
                "/api/interviews/configurations/",
                [
                    "company": company, "interview_type": "technical", "day_of_week": 1, "start_time": "09:00",
                    "end_time": "12:00", "valid_from": "2026-11-01",
                ]
            ),
            "evaluation": try made("/api/evaluation/crud/", ["interview": .string(completed), "overall_score": 5]),
            "draft": try made("/api/candidates/select-domain/", ["domain": "d", "role": "r"], key: "draft_id"),
        ]
    }

    private func path(_ object: Case) -> String {
        ids.reduce(object.path) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    private func ask(_ method: String, _ path: String, _ body: JSON? = nil, _ headers: Headers = [:]) throws -> Response
    {
        // Candidates count their versions in time.
        fixture.app.now = fixture.app.now.adding(seconds: 1)
        return try fixture.app.send(method, path, body, as: fixture.admin, headers: headers)
    }

    @Test(arguments: cases)
    func `a change of what somebody else has changed is refused`(object: Case) throws {
        let path = path(object)
        let seen = try ask("GET", path)
        let tag = try #require(seen.headers["ETag"])
        #expect(try ask("GET", path, nil, ["If-None-Match": tag]).status == .notModified)

        let first = try ask(object.method, path, object.changes[0], ["If-Match": tag])
        let second = try ask(object.method, path, object.changes[1], ["If-Match": tag])

        #expect([first, second].map(\.status.rawValue) == [200, 412], "\(first.json) \(second.json)")
        #expect(second.json["detail"]?.string?.isEmpty == false)
        let now = try ask("GET", path, nil, ["If-None-Match": tag])
        #expect(now.status == .ok)
        let present = try #require(now.headers["ETag"])
        #expect(present == first.headers["ETag"])
        #expect(try ask(object.method, path, object.changes[1], ["If-Match": "*"]).status == .ok)
        #expect(try ask(object.method, path, object.changes[0]).status == .ok)
    }

    @Test(arguments: cases.filter(\.isDeletable))
    func `a deletion of what somebody else has changed is refused`(object: Case) throws {
        let path = path(object)
        let tag = try #require(try ask("GET", path).headers["ETag"])
        let changed = try ask(object.method, path, object.changes[0])

        let stale = try ask("DELETE", path, nil, ["If-Match": tag])
        let fresh = try ask("DELETE", path, nil, ["If-Match": try #require(changed.headers["ETag"])])

        #expect(stale.status == .preconditionFailed)
        #expect((200...204).contains(fresh.status.rawValue), "\(fresh.json)")
    }

    @Test func `a message has a tag, so that asking what became of it is cheap`() throws {
        let slot = try fixture.addSlot("12:00:00", "12:30:00")
        let interview = try #require(try fixture.createInterview(try fixture.addCandidate(), slot: slot).json["id"])
        _ = try ask("POST", "/api/interviews/slots/\(slot)/book_slot/", ["interview_id": interview])
        let listed = try ask("GET", "/api/notifications/messages/").json.array?.first?["id"]
        let path = "/api/notifications/messages/\(try #require(listed).text)/"

        let first = try ask("GET", path)
        let again = try ask("GET", path, nil, ["If-None-Match": try #require(first.headers["ETag"])])

        #expect([first, again].map(\.status) == [.ok, .notModified])
    }

    @Test func `a booking that changed since is neither confirmed nor cancelled`() throws {
        let candidate = try fixture.addCandidate()
        let slot = try fixture.addSlot("12:00:00", "12:30:00")
        let interview = try #require(try fixture.createInterview(candidate, slot: slot).json["id"]?.string)
        let booked = try ask("POST", "/api/interviews/slots/\(slot)/book_slot/", ["interview_id": .string(interview)])
        let path = "/api/interviews/schedules/\(try #require(booked.json["id"]?.string))/"
        let tag = try #require(try ask("GET", path).headers["ETag"])

        let confirmed = try ask("POST", path + "confirm_schedule/", nil, ["If-Match": tag])
        let stale = try ask("POST", path + "cancel_schedule/", [:], ["If-Match": tag])
        let deleted = try ask("DELETE", path, nil, ["If-Match": tag])
        let cancelled = try ask("POST", path + "cancel_schedule/", [:], ["If-Match": confirmed.headers["ETag"] ?? ""])

        #expect([confirmed, stale, deleted, cancelled].map(\.status.rawValue) == [200, 412, 412, 200])
        #expect(cancelled.json["status"] == "cancelled")
    }
}
