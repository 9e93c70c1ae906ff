import Booking
import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Store
import Testing
import Web

/// Candidates whom an outage of ours kept out.
struct OutageTests {
    private func beat(_ portal: PortalFixture) throws -> OutageService.Beat {
        try OutageService(
            portal.app.db,
            portal: portal.app.configuration.portal,
            policy: OutagePolicy(leastSeconds: 60, mostSeconds: 86_400),
            at: portal.app.now
        )
        .beat()
    }

    private func move(_ portal: PortalFixture, to seconds: Int64) {
        portal.app.now = portal.start.adding(seconds: seconds)
    }

    // "Ten things", 7: the link just expired, whoever was to blame.
    @Test func `an outage over the whole window extends it by itself, says so and is in the history`() throws {
        let portal = try PortalFixture(at: -60)
        #expect(try beat(portal) == .there)

        move(portal, to: 1800)
        let found = try beat(portal)

        guard case .back(_, extended: 1) = found else {
            Issue.record("found \(found)")
            return
        }
        let page = try portal.get("/portal/")
        #expect(page.status == .ok)
        #expect(String(decoding: page.body, as: UTF8.self).contains("We could not be reached from"))
        #expect(try portal.begin().status == .ok)
        let history = try portal.value(
            "SELECT CONCAT(action, ' by ', actor_kind) FROM booking_event WHERE action = 'window_extended'"
        )
        #expect(history == "window_extended by system")
    }

    @Test func `beats close enough to each other are no outage`() throws {
        let portal = try PortalFixture(at: -60)
        _ = try beat(portal)
        for seconds in [-10, 40, 99, 158] {
            move(portal, to: Int64(seconds))
            #expect(try beat(portal) == .there)
        }
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM window_extension") == 0)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM uptime") == 1)
    }

    @Test func `a second process that comes back finds the outage made up for`() throws {
        let portal = try PortalFixture(at: -60)
        _ = try beat(portal)
        move(portal, to: 1800)
        _ = try beat(portal)

        #expect(try beat(portal) == .there)

        #expect(try portal.app.db.count("SELECT COUNT(*) FROM window_extension") == 1)
    }

    @Test func `another installation on the same server is not in the way`() throws {
        let (portal, other) = (try PortalFixture(at: -60), try PortalFixture(at: -60))
        _ = try beat(portal)
        move(portal, to: 1800)

        _ = try UptimeStore(other.app.db).alone {
            guard case .back = try beat(portal) else {
                Issue.record("the outage was not noticed")
                return
            }
        }
    }

    @Test func `a cancelled interview is left alone`() throws {
        let portal = try PortalFixture(at: -60)
        _ = try beat(portal)
        try portal.cancel()
        move(portal, to: 1800)

        let outcome = try beat(portal)

        guard case .back(_, extended: 0) = outcome else {
            Issue.record("a cancelled interview was extended: \(outcome)")
            return
        }
    }
}
