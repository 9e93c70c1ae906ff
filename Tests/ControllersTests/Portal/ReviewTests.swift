import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Secrets
import Store
import Testing
import Web

struct ReviewTests {
    private let portal: PortalFixture
    private let user: TestUser

    init() throws {
        portal = try PortalFixture()
        try portal.addQuestions(["Why?", "How?"], retakes: 1)
        try portal.begin()
        user = try portal.app.addUser(.hr, company: portal.company)
    }

    private var path: String { "/api/interviews/\(portal.interview)/recordings/" }

    private func get(_ rest: String = "") throws -> Response { try portal.app.send("GET", path + rest, as: user) }

    /// A recording of which these chunks have arrived.
    private func recording(_ numbers: [Int], of expected: Int?) throws -> String {
        let id = try portal.beginRecording()
        for number in numbers { _ = try portal.put(PortalFixture.webm, String(number), of: id) }
        if let expected {
            _ = try portal.post(
                "/portal/recordings/\(id)/finish/",
                ["chunks": .int(Int64(expected)), "duration_ms": .int(Int64(expected) * 3000)]
            )
        }
        return id
    }

    private let media = ReviewedRecording.Media(
        name: "answer.webm",
        milliseconds: 8_900,
        size: 123,
        sha256: [UInt8](repeating: 0xAB, count: 32),
        hasPoster: true,
        hasWaveform: false
    )

    @Test func `a recording is listed with its gaps and what was made of it`() throws {
        let id = try recording([0, 2], of: 3)
        let queue = AnswerQueueStore(portal.app.db)
        #expect(try queue.claim(at: portal.start.adding(seconds: 899)) == nil)
        let task = try #require(try queue.claim(at: portal.start.adding(seconds: 900)))
        #expect(task.chunks == [0, 2])
        #expect(try get().json[0]?["state"] == "preparing")

        try queue.note(media, of: task)

        let listed = try get().json[0]
        #expect(listed?["id"] == .string(id))
        #expect(listed?["state"] == "ready")
        #expect(listed?["duration_ms"] == 8900)
        #expect(listed?["reported_duration_ms"] == 9000)
        #expect(listed?["chunks_received"] == 2)
        #expect(listed?["gaps"] == [["first_chunk": 1, "last_chunk": 1, "from_ms": .null, "until_ms": .null]])
        #expect(listed?["media_url"] == .string(path + id + "/media/"))
        #expect(listed?["waveform_url"] == .null)
        let chunks = try get(id + "/").json["chunks"]?.array
        #expect(chunks?.map { $0["index"] } == [0, 2])
        #expect(chunks?.first?["sha256"] == .string(SHA256.hash(PortalFixture.webm).hex))
    }

    @Test func `a whole recording is due at once, an empty one is none`() throws {
        _ = try recording([0], of: 1)
        let queue = AnswerQueueStore(portal.app.db)

        let task = try queue.claim(at: portal.start)

        #expect(task?.chunks == [0])
        #expect(try queue.claim(at: portal.start) == nil)
    }

    @Test func `a chunk that comes late has the answer made again`() throws {
        let id = try recording([0], of: 1)
        let queue = AnswerQueueStore(portal.app.db)
        let task = try #require(try queue.claim(at: portal.start))
        try queue.note(media, of: task)
        #expect(try queue.claim(at: portal.start.adding(seconds: 9000)) == nil)

        _ = try portal.put(PortalFixture.webm, "1", of: id)

        #expect(try queue.claim(at: portal.start.adding(seconds: 9000))?.chunks == [0, 1])
    }

    @Test func `what cannot be made is tried some times, then given up`() throws {
        _ = try recording([0], of: 1)
        let queue = AnswerQueueStore(portal.app.db)
        var now = portal.start
        var tries = 0
        while let task = try queue.claim(at: now), tries < 100 {
            tries += 1
            try queue.noteFailure(task, at: now)
            now = now.adding(seconds: 3600)
        }

        #expect(tries == 5)
        #expect(try get().json[0]?["state"] == "failed")
    }

    @Test func `nginx is told to send the file, by its own name if it is to be kept`() throws {
        let id = try recording([0], of: 1)
        #expect(try get(id + "/media/").status == .notFound)
        let queue = AnswerQueueStore(portal.app.db)
        try queue.note(media, of: try #require(try queue.claim(at: portal.start)))

        let sent = try get(id + "/media/?download=1")

        #expect(sent.headers["X-Accel-Redirect"] == "/_media/recordings/\(portal.session)/\(id)/answer.webm")
        #expect(sent.headers["Content-Type"] == "video/webm")
        #expect(sent.headers["Content-Disposition"]?.contains("\(id)-answer.webm") == true)
        #expect(try get(id + "/poster/").headers["X-Accel-Redirect"]?.hasSuffix("/poster.jpg") == true)
        #expect(try get(id + "/waveform/").status == .notFound)
    }

    @Test func `an attempt that was set aside is shown to nobody`() throws {
        let first = try recording([0], of: 1)
        _ = try portal.post("/ai/retake", ["session_id": .string(portal.conversation), "question_number": 1])
        let second = try recording([0], of: 1)

        #expect(try get().json.array?.map { $0["id"] } == [.string(second)])
        #expect(try get(first + "/").status == .notFound)
        #expect(try get(first + "/media/").status == .notFound)
    }

    @Test(arguments: ["", "/", "/media/", "/poster/", "/waveform/"])
    func `nobody else gets a byte`(rest: String) throws {
        let id = try recording([0], of: 1)
        let queue = AnswerQueueStore(portal.app.db)
        try queue.note(media, of: try #require(try queue.claim(at: portal.start)))
        let place = rest.isEmpty ? path : path + id + rest
        let stranger = try portal.app.addUser(.company, company: try portal.app.addCompany("Other"))

        #expect(try portal.app.send("GET", place, as: stranger).status == .notFound)
        #expect(try portal.app.send("GET", place).status == .unauthorized)
        #expect(try portal.app.send("GET", place, headers: portal.page).status == .unauthorized)
    }

    @Test(arguments: ["x", "..", "0192f0c1-2b6e-7a10-8c1f-3f2a9d4e5b60"])
    func `a recording that is none is not found`(id: String) throws {
        #expect(try get(id + "/media/").status == .notFound)
    }

    @Test func `a first chunk of another container is refused, and nothing is kept`() throws {
        let id = try portal.beginRecording()

        let refused = try portal.put(Array("<html>".utf8), of: id)

        #expect(refused.status == .unsupportedMediaType)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording_chunk") == 0)
        #expect(try portal.put(Array("<html>".utf8), "1", of: id).status == .created)
    }

    @Test func `those who manage the interview delete a recording, and nobody is shown it any more`() throws {
        let id = try recording([0, 1], of: 2)
        let queue = AnswerQueueStore(portal.app.db)
        portal.app.now = portal.start.adding(seconds: 120)
        try queue.note(media, of: try #require(try queue.claim(at: portal.app.now)))
        let manager = try portal.app.addUser(.recruiter, company: portal.company)
        let stranger = try portal.app.addUser(.recruiter, company: try portal.app.addCompany("Other"))

        #expect(try portal.app.send("DELETE", path + id + "/", as: user).status == .forbidden)
        #expect(try portal.app.send("DELETE", path + id + "/", as: stranger).status == .notFound)
        #expect(try get(id + "/media/").status == .ok)
        for _ in 0..<2 { #expect(try portal.app.send("DELETE", path + id + "/", as: manager).status == .noContent) }

        #expect(try get(id + "/media/").status == .notFound)
        #expect(try get().json[0]?["state"] == "deleted")
        #expect(try get().json[0]?["media_url"] == .null)
        #expect(try portal.put(PortalFixture.webm, "2", of: id).status == .notFound)
        let store = RetentionStore(portal.app.db)
        #expect(try store.doomed(limit: 10).map(\.id.text) == [id])
        try store.noteGone(RecordingID(trusted: id))
        #expect(try store.doomed(limit: 10).isEmpty)
        #expect(try get().json[0]?["chunks_received"] == 0)
    }

    @Test func `a deleted interview's recordings are still known until their files are gone`() throws {
        let id = try recording([0], of: 1)
        let manager = try portal.app.addUser(.recruiter, company: portal.company)
        let deleted = try portal.app.send("DELETE", "/api/interviews/\(portal.interview)/", as: manager)
        #expect(deleted.status == .noContent)
        let store = RetentionStore(portal.app.db)

        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording") == 0)
        #expect(try store.orphans(before: portal.app.now, limit: 10).isEmpty)
        let found = try store.orphans(before: portal.app.now.adding(seconds: 1), limit: 10)
        #expect(found.map(\.id.text) == [id])
        #expect(found.map(\.sessionID) == [portal.session])
        try store.noteOrphanGone(RecordingID(trusted: id))
        #expect(try store.orphans(before: portal.app.now.adding(seconds: 9), limit: 10).isEmpty)
    }

    @Test func `a piece that arrives after the deletion is not taken`() throws {
        let id = RecordingID(trusted: try recording([0], of: 1))
        _ = try RetentionStore(portal.app.db).doom(id)

        let store = RecordingStore(portal.app.db)
        let receipt = try store.addChunk(id, number: 1, size: 1, sha256: [0], endsAt: nil, at: portal.start)

        #expect(receipt == .gone)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording_chunk WHERE number = 1") == 0)
    }

    @Test func `recordings go some days after their interview, and not before`() throws {
        _ = try recording([0], of: 1)
        let store = RetentionStore(portal.app.db)

        #expect(try store.expire(before: portal.start, limit: 10) == 0)
        // The recording is older than this, the interview's end is not.
        #expect(try store.expire(before: portal.start.adding(seconds: 1800), limit: 10) == 0)
        #expect(try store.expire(before: portal.start.adding(seconds: 3601), limit: 10) == 1)
        #expect(try store.doomed(limit: 10).count == 1)
    }
}
