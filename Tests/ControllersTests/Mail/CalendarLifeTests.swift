import CivilTime
import Controllers
import Domain
import Foundation
import JSON
import MailTestSupport
import MariaDB
import Notifications
import TestSupport
import Testing
import Web

/// What candidates' calendars show after any life of a booking, whatever order its mails arrive in.
@Suite struct CalendarLifeTests {
    private let fixture: BookingFixture
    private let slots: [String]

    init() throws {
        let fixture = try BookingFixture()
        self.fixture = fixture
        slots = try (1...4).map { try fixture.addSlot("1\($0):00:00", "1\($0):30:00", seats: 10_000) }
    }

    /// One step in a booking's life, as staff take it.
    private enum Step: CaseIterable { case book, moveBack, cancel, release, shift }

    /// A booking that is being lived.
    private struct Life {
        let interview: String
        var slot: String?
        var earlier: String?
        var mails: [[UInt8]] = []
    }

    private func take(_ step: Step, _ life: inout Life, _ chance: inout SeededGenerator) throws {
        switch step {
        case .book:
            let slot = slots[Int.random(in: 0..<slots.count, using: &chance)]
            try book(slot, &life)
        case .moveBack:
            if let earlier = life.earlier { try book(earlier, &life) }
        case .cancel:
            guard life.slot != nil else { return }
            try #require(try fixture.cancel(life.interview).status == .ok)
            life.slot = nil
        case .release:
            // The frontend moves in two calls; the candidate hears of one move, or of nothing.
            guard let slot = life.slot else { return }
            let path = "/api/interviews/slots/\(slot)/release_slot/"
            let body: JSON = ["interview_id": .string(life.interview)]
            try #require(try fixture.app.send("POST", path, body, as: fixture.recruiter).status == .ok)
            try book(Bool.random(using: &chance) ? slot : slots[Int.random(in: 0..<slots.count, using: &chance)], &life)
        case .shift:
            // A slot of its own, moved with everybody on it.
            let hour = Int.random(in: 15...22, using: &chance)
            let slot = try fixture.addSlot("\(hour):00:00", "\(hour):30:00")
            try book(slot, &life)
            let time: JSON = ["start_time": .string("\(hour):10:00"), "end_time": .string("\(hour):50:00")]
            let response = try fixture.app.send("PATCH", "/api/interviews/slots/\(slot)/", time, as: fixture.owner)
            try #require(response.status == .ok, "\(response.json)")
        }
        fixture.app.now = fixture.app.now.adding(seconds: 1)
    }

    private func book(_ slot: String, _ life: inout Life) throws {
        let response = try fixture.book(slot, life.interview)
        try #require(response.status.rawValue < 300, "\(response.json)")
        if life.slot != slot { life.earlier = life.slot ?? life.earlier }
        life.slot = slot
        try collect(&life)
    }

    /// Takes what was queued since: in the queue itself, a newer mail takes the place of one that has not left.
    private func collect(_ life: inout Life) throws {
        let mail = fixture.app.configuration.notifications
        let bodies = try fixture.app.db.all(
            """
            SELECT body
            FROM outbox
            WHERE interview_id = \(life.interview) AND recipient_role = 'candidate' AND body IS NOT NULL
            ORDER BY id
            """
        ) { (row) throws(DatabaseError) in try row.bytes() }
        try fixture.app.db.execute("UPDATE outbox SET body = NULL, state = 'sent' WHERE body IS NOT NULL")
        life.mails += try bodies.map { try #require(mail.message(in: $0)) }
    }

    private func begin() throws -> Life {
        let created = try fixture.createInterview(try fixture.addCandidate())
        return Life(interview: try #require(created.json["id"]?.string, "\(created.json)"))
    }

    /// Start and end of the booking that stands, as calendars write them.
    private func standing(_ life: Life) throws -> [[String]] {
        try fixture.app.db.all(
            """
            SELECT DATE_FORMAT(slot.starts_at, '%Y%m%dT%H%i%sZ'), DATE_FORMAT(slot.ends_at, '%Y%m%dT%H%i%sZ')
            FROM schedule
            JOIN slot ON slot.id = schedule.slot_id
            WHERE schedule.interview_id = \(life.interview) AND schedule.is_active
            """
        ) { (row) throws(DatabaseError) in [try row.string(), try row.string()] }
    }

    // AC-14, and the fourth of the ten things: LIFECYCLES=10000 for the whole of it.
    @Test func `calendars end right after any life, in any order of its mails`() throws {
        let count = ProcessInfo.processInfo.environment["LIFECYCLES"].flatMap(Int.init) ?? 25
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lives-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // What stays is in the temporary folder.
        var chance = SeededGenerator(seed: 7)
        for number in 0..<count {
            var life = try begin()
            for _ in 0..<Int.random(in: 1...7, using: &chance) {
                let step = Step.allCases[Int.random(in: 0..<Step.allCases.count, using: &chance)]
                try take(step, &life, &chance)
                try collect(&life)
            }
            let place = folder.appendingPathComponent("life-\(number)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for (index, mail) in life.mails.enumerated() {
                try Data(mail).write(to: place.appendingPathComponent(String(format: "%02d.eml", index)))
            }
            try JSONEncoder().encode(try standing(life)).write(to: place.appendingPathComponent("expected.json"))
        }

        let verdict = try Interpreter.run("itip.py", folder.path)

        #expect(verdict == "\(count) lives end right\n")
    }

    @Test func `a move, a move back and a cancellation raise the sequence of one entry`() throws {
        var chance = SeededGenerator(seed: 1)
        var life = try begin()
        try book(slots[0], &life)
        try book(slots[1], &life)
        try book(slots[0], &life)
        try take(.cancel, &life, &chance)
        try collect(&life)

        let told = life.mails.map { mail in
            let lines = String(decoding: mail, as: UTF8.self).split(separator: "\r\n")
            return ["METHOD:", "UID:", "SEQUENCE:", "DTSTART:", "STATUS:"].map { name in
                lines.first { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) } ?? "none"
            }
        }
        let id = life.interview
        #expect(
            told == [
                ["REQUEST", id, "0", "20261123T053000Z", "CONFIRMED"],
                ["REQUEST", id, "1", "20261123T063000Z", "CONFIRMED"],
                ["REQUEST", id, "2", "20261123T053000Z", "CONFIRMED"],
                ["CANCEL", id, "3", "20261123T053000Z", "CANCELLED"],
            ]
        )
    }
}
