import CivilTime
import Controllers
import Domain
import Foundation
import JSON
import MariaDB
import TestSupport
import Testing
import Views
import Web

struct PortalPagesTests {
    @Test(arguments: [
        (-3600, "early", "Interview Not Started"), (-31, "early", "Interview Not Started"), (-30, "open", "Interview"),
        (540, "open", "Interview"), (600, "open", "Interview"), (601, "expired", "Interview Link Expired"),
    ])
    func `before one is in, the clock decides`(offset: Int, state: String, title: String) throws {
        let portal = try PortalFixture(at: Int64(offset))

        let page = try portal.get("/portal/")

        #expect(page.status == .ok)
        #expect(page.text.contains("data-state=\"\(state)\""))
        #expect(page.text.contains("<title>\(title)</title>"))
        #expect(page.text.contains("Acme"))
        #expect(page.headers["Cache-Control"] == "no-store")
        #expect(try portal.get("/portal/state/").json["state"] == .string(state))
    }

    // 7.15: a refresh after the grace period showed the expired page.
    @Test func `one who is in may come back until the end and its margin`() throws {
        let portal = try PortalFixture()
        try portal.begin()

        for (offset, state) in [(601, "open"), (3600, "open"), (5400, "open"), (5401, "expired")] {
            portal.app.now = portal.start.adding(seconds: Int64(offset))
            #expect(try portal.get("/portal/").text.contains("data-state=\"\(state)\""))
        }
    }

    // The frontend books with `job: null`, so the mail named a position that the page did not.
    @Test func `the position is the candidate's where neither interview nor slot names one`() throws {
        let portal = try PortalFixture()
        let job = try portal.app.db.insert(
            """
            INSERT INTO job (job_title, company_name, company_id, spoc_email, hiring_manager_email, number_to_hire,
                position_level, created_at)
            VALUES ('Backend Engineer', 'Acme Labs', \(portal.company), 's@a.co', 'h@a.co', 1, 'IC', \(portal.start))
            """
        )
        try portal.app.db.execute("UPDATE candidate SET job_id = \(job)")

        let text = try portal.get("/portal/").text

        #expect(text.contains("Backend Engineer"))
        #expect(text.contains("Acme Labs"))
    }

    @Test func `a cancelled interview says so, and a renewed booking opens it again`() throws {
        let portal = try PortalFixture()
        try portal.cancel()
        #expect(try portal.get("/portal/").text.contains("data-state=\"cancelled\""))

        try portal.app.db.execute("UPDATE schedule SET status = 'confirmed'")

        #expect(try portal.get("/portal/").text.contains("data-state=\"open\""))
    }

    @Test func `the waiting page tells the time in the slot's zone and counts by the server's clock`() throws {
        let portal = try PortalFixture(at: -3723)

        let text = try portal.get("/portal/").text

        #expect(text.contains("Hello Asha"))
        #expect(text.contains("2026-11-22 02:30 PM IST"))
        #expect(text.contains("01:02:03"))
        #expect(text.contains("02:40 PM IST"))
        #expect(text.contains("1 hour"))
        #expect(text.contains("hr@acme.co"))
    }

    @Test func `a company in another zone has its times there`() throws {
        let portal = try PortalFixture(at: -3600)
        try portal.app.db.execute("UPDATE company SET time_zone = 'Europe/Berlin'")
        #expect(try portal.get("/portal/").text.contains("2026-11-22 10:00 AM CET"))
    }

    @Test func `the state tells the moments by the server's clock`() throws {
        let portal = try PortalFixture(at: -10)
        #expect(
            try portal.get("/portal/state/").json == [
                "state": "open", "server_now": "2026-11-22T08:59:50Z", "starts_at": "2026-11-22T09:00:00Z",
                "entry_until": "2026-11-22T09:10:00Z", "ends_at": "2026-11-22T10:00:00Z",
                "closes_at": "2026-11-22T10:30:00Z",
            ]
        )
    }

    @Test func `names cannot break out of the page or of its data`() throws {
        let portal = try PortalFixture()
        let hostile = "<script>alert(1)</script>\"'&"
        try portal.app.db.execute("UPDATE candidate SET full_name = \(hostile)")
        try portal.app.db.execute("UPDATE company SET name = \(hostile), contact = \(hostile)")
        try portal.app.db.execute("UPDATE session SET language_code = '</script><b>'")

        let text = try portal.get("/portal/").text

        #expect(!text.contains("<script>alert"))
        #expect(!text.contains("</script><b>"))
        #expect(text.contains("\\u003c/script\\u003e\\u003cb\\u003e"))
    }

    // swift-mustache prints nothing for a name it does not know.
    @Test(arguments: ["portal-early", "portal", "portal-expired", "portal-cancelled", "portal-completed"])
    func `every field of every template has a value`(template: String) throws {
        let offsets = ["portal-early": -3600, "portal-expired": 601]
        let portal = try PortalFixture(at: Int64(offsets[template] ?? 0))
        if template == "portal-cancelled" { try portal.cancel() }
        if template == "portal-completed" {
            try portal.begin()
            #expect(try portal.post("/end_session/").status == .ok)
        }
        var names = try fields(of: template)

        let text = try portal.get("/portal/").text

        #expect(names.count > 3)
        #expect(text.contains("data-state=\"\(template.split(separator: "-").dropFirst().first ?? "open")\""))
        let page = try pageModel(of: portal)
        // Nobody may enter what was cancelled.
        let absent = template == "portal-cancelled" ? ["entry_until_text"] : []
        // The fields of a point of the consent are not the page's own.
        names.subtract(["point_title", "point_text"])
        for name in names { #expect((page.child(named: name) == nil) == absent.contains(name), "\(name)") }
    }

    @Test func `the closing page is for those who have finished`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        #expect(try portal.get("/complete/").headers["Location"] == "/portal/")

        _ = try portal.post("/end_session/")

        let page = try portal.get("/complete/")
        #expect(page.text.contains("Thank you, Asha."))
        #expect(page.text.contains("data-state=\"completed\""))
    }

    private func pageModel(of portal: PortalFixture) throws -> PortalPage {
        let state = try portal.get("/portal/state/").json["state"]?.string
        let session = PortalSession(
            id: portal.session,
            interviewID: portal.interview,
            candidateID: 1,
            candidateName: "Asha",
            companyID: 1,
            companyName: "Acme",
            jobID: 1,
            jobTitle: "Engineer",
            contact: "hr@acme.co",
            zoneName: nil,
            startsAt: portal.start,
            endsAt: portal.start.adding(seconds: 3600),
            isBooked: state != "cancelled",
            isCompleted: state == "completed",
            enteredAt: nil,
            languageCode: "en-IN",
            interviewType: .general,
            questionCount: 4,
            extendedUntil: portal.start.adding(seconds: 601)
        )
        return PortalPage(
            session,
            policy: portal.app.configuration.portal,
            zone: .utc,
            chunkLimit: 1,
            prospect: .init(questionCount: 4, allowsText: true, hasConsent: false),
            at: portal.app.now
        )
    }

    /// The names that a template and its partials use.
    private func fields(of template: String) throws -> Set<String> {
        let path = TestDatabase.checkout + "/templates/\(template).mustache"
        let text = try String(contentsOfFile: path, encoding: .utf8).replacing(/\{\{![^}]*\}\}/, with: "")
        var names = Set(text.matches(of: /\{\{\{?[#^]?\s*(\w+)\s*\}?\}\}/).map { String($0.1) })
        for partial in text.matches(of: /\{\{>\s*([\w\/-]+)\s*\}\}/) {
            names.formUnion(try fields(of: String(partial.1)))
        }
        return names
    }
}
