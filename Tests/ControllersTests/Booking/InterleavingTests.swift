import CivilTime
import Foundation
import MariaDB
import TestSupport
import Testing
import Web

/// Random commands on the same few slots at once, over connections of their own.
///
/// `INTERLEAVINGS` sets how many rounds there are, and `INTERLEAVING_SEED` repeats the commands of a run; the order in
/// which the threads take their turns is the machine's.
@Suite struct InterleavingTests {
    private static let workers = 3
    /// Rounds until the next scene.
    private static let sceneLength = 25

    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
    }

    private func scene(_ number: Int, _ random: inout SeededGenerator) throws -> BookingScene {
        let slots = try (0..<Int.random(in: 2...3, using: &random)).map { index in
            // The second begins before the first ends: nobody may have both.
            let start = ["14:00:00", "14:20:00", "16:00:00"][index]
            let end = ["14:30:00", "14:50:00", "16:30:00"][index]
            return try fixture.addSlot(start, end, seats: Int.random(in: 1...2, using: &random))
        }
        let people = try (0..<3).map { _ in try fixture.addCandidate(email: "asha\(number)@example.com") }
        for candidate in people + people.prefix(2) { _ = try fixture.createInterview(candidate) }
        return BookingScene(slots: slots, candidates: people)
    }

    private func interviews(_ scene: BookingScene) throws -> [(id: String, schedule: String?)] {
        try fixture.app.db.all(
            """
            SELECT interview.id, schedule.id
            FROM interview
            LEFT JOIN schedule ON schedule.interview_id = interview.id
            WHERE interview.candidate_id >= \(scene.candidates.min() ?? 0)
            ORDER BY interview.id
            """
        ) { (row) throws(DatabaseError) in (id: try row.string(), schedule: try row.optionalString()) }
    }

    /// The rows that break a promise, by its name.
    private func broken() throws -> [String: Int] {
        let live: SQL = "hold.expires_at > \(fixture.app.now)"
        let bookings: SQL = """
            interview JOIN schedule ON schedule.interview_id = interview.id AND schedule.is_active
            JOIN slot ON slot.id = schedule.slot_id
            """
        let checks: [(String, SQL)] = [
            (
                "a counter is not the number of active schedules",
                """
                SELECT COUNT(*) FROM slot
                WHERE current_bookings <>
                    (SELECT COUNT(*) FROM schedule WHERE schedule.slot_id = slot.id AND schedule.is_active)
                """
            ),
            (
                "more bookings and live holds than seats",
                """
                SELECT COUNT(*) FROM slot
                WHERE max_candidates < current_bookings
                    + (SELECT COUNT(*) FROM hold WHERE hold.slot_id = slot.id AND \(live))
                """
            ),
            (
                "a booking has not exactly one session, at the slot's time",
                """
                SELECT COUNT(*) FROM \(bookings)
                WHERE 1 <> (
                    SELECT COUNT(*) FROM session
                    WHERE session.interview_id = interview.id AND session.scheduled_at = slot.starts_at
                )
                """
            ),
            (
                "an interview has more than one session",
                "SELECT COUNT(*) FROM (SELECT 1 FROM session GROUP BY interview_id HAVING COUNT(*) > 1) AS several"
            ),
            (
                "an interview is not at its booking's time",
                "SELECT COUNT(*) FROM \(bookings) WHERE NOT interview.started_at <=> slot.starts_at"
            ),
            (
                "a candidate is in two places at once",
                """
                SELECT COUNT(*) FROM \(bookings)
                JOIN interview AS other ON other.candidate_id = interview.candidate_id AND other.id <> interview.id
                JOIN schedule AS others ON others.interview_id = other.id AND others.is_active
                JOIN slot AS elsewhere ON elsewhere.id = others.slot_id
                WHERE elsewhere.starts_at < slot.ends_at AND slot.starts_at < elsewhere.ends_at
                """
            ),
            (
                "the last event of a booking is not its state",
                """
                SELECT COUNT(*) FROM schedule
                WHERE NOT status <=> (
                    SELECT status_after FROM booking_event
                    WHERE booking_event.schedule_id = schedule.id AND status_after IS NOT NULL
                    ORDER BY id DESC
                    LIMIT 1
                )
                """
            ),
        ]
        var broken: [String: Int] = [:]
        for (name, sql) in checks {
            let count = try fixture.count(sql)
            if count > 0 { broken[name] = count }
        }
        return broken
    }

    // AC-07: moves that lost a seat or took two, and links that went on booking.
    @Test func `whatever meets on a few slots, every seat has one booking and every booking one session`() throws {
        let rounds = Int(InterleavingTests.setting("INTERLEAVINGS") ?? 100)
        let seed = InterleavingTests.setting("INTERLEAVING_SEED") ?? UInt64.random(in: 0 ... .max)
        print("interleavings: \(rounds) rounds, INTERLEAVING_SEED=\(seed)")
        var random = SeededGenerator(seed: seed)
        var scene = try scene(0, &random)
        var statuses: [Int: Int] = [:]

        for round in 0..<rounds {
            if round > 0, round.isMultiple(of: InterleavingTests.sceneLength) {
                scene = try self.scene(round, &random)
            }
            scene.interviews = try interviews(scene)
            fixture.app.now = fixture.app.now.adding(
                seconds: Int64.random(in: 0...Int64(30_000 / rounds), using: &random)
            )
            let commands = (0..<InterleavingTests.workers).map { _ in
                (0..<2).map { _ in scene.command(&random) }
            }
            let race = BookingRace(fixture)
            let responses = try concurrently(commands.count) { try race.responses(commands[$0]) }.flatMap(\.self)
            for response in responses { statuses[response.status.rawValue, default: 0] += 1 }

            let failed = responses.filter { ![200, 201, 204, 400, 404, 409].contains($0.status.rawValue) }
            try #require(failed.isEmpty, "seed \(seed), round \(round): \(failed.map(\.outcome)) of \(commands)")
            let broken = try broken()
            try #require(broken.isEmpty, "seed \(seed), round \(round): \(broken) after \(commands)")
        }

        print("interleavings: \(statuses.sorted { $0.key < $1.key }.map { "\($0.value) x \($0.key)" })")
        #expect(statuses[201, default: 0] > rounds / 2)
        #expect(statuses[200, default: 0] > rounds / 4)
        #expect(statuses[400, default: 0] + statuses[409, default: 0] > rounds / 4)
    }
}
