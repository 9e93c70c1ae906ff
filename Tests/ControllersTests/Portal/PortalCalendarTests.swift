import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

/// The appointment as a file for the candidate's calendar.
struct PortalCalendarTests {
    @Test func `a candidate who waits takes the appointment over, without the key`() throws {
        let portal = try PortalFixture(at: -7200)

        let page = try portal.get("/portal/")
        let reply = try portal.get("/portal/calendar.ics")

        #expect(String(decoding: page.body, as: UTF8.self).contains("href=\"/portal/calendar.ics\""))
        let text = String(decoding: reply.body, as: UTF8.self).replacing("\r\n ", with: "")
        #expect(reply.status == .ok)
        #expect(reply.headers["Content-Type"]?.hasPrefix("text/calendar") == true)
        #expect(text.contains("UID:\(portal.interview)"))
        #expect(text.contains("DTSTART:20261122T090000Z"))
        #expect(!text.contains(portal.key) && !text.contains("session_key"))
        #expect(!text.contains("asha@x.co"))
    }

    @Test func `nobody else gets it, nor anybody of what is cancelled`() throws {
        let portal = try PortalFixture(at: -7200)
        #expect(try portal.app.send("GET", "/portal/calendar.ics").status == .notFound)
        try portal.cancel()
        #expect(try portal.get("/portal/calendar.ics").status == .notFound)
    }
}
