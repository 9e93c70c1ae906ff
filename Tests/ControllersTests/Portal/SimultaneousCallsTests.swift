import Domain
import JSON
import MariaDB
import Store
import TestSupport
import Testing

/// Two tabs, a repeated request, an impatient double click: the same call at the same time, on real connections.
struct SimultaneousCallsTests {
    private func session(_ portal: PortalFixture) throws -> PortalSession {
        try #require(try SessionStore(portal.app.db).session(.id(portal.session)))
    }

    @Test func `of answers that come at once one is kept, and the conversation moves on by one`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        let (database, session, now) = (portal.app.database, try session(portal), portal.app.now)

        let outcomes = try concurrently(8) { index in
            try QuestionStore(database.connect())
                .answer(session, position: 1, text: "Answer \(index)", isSilence: false, at: now)
        }

        let kept = outcomes.enumerated().compactMap { index, outcome in
            if case .kept = outcome { return index }
            return nil
        }
        #expect(kept.count == 1)
        #expect(try portal.value("SELECT answer FROM session_question WHERE position = 1") == "Answer \(kept[0])")
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question WHERE answer IS NOT NULL") == 1)
    }

    @Test func `of starts that come at once one fixes the questions, and all are asked the same`() throws {
        let portal = try PortalFixture()
        let (database, session, now) = (portal.app.database, try session(portal), portal.app.now)

        let conversations = try concurrently(8) { _ in
            try QuestionStore(database.connect()).begin(session, at: now)
        }

        #expect(conversations.allSatisfy { $0 == conversations[0] })
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question") == 4)
    }

    @Test func `of ends that come at once one counts`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        let (database, session, now) = (portal.app.database, try session(portal), portal.app.now)

        _ = try concurrently(8) { _ in try SessionStore(database.connect()).complete(session, at: now) }

        #expect(try portal.app.db.count("SELECT version FROM interview") == 2)
    }
}
