import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Secrets
import Storage
import Testing
import Web

struct RecordingTests {
    private let bytes = PortalFixture.webm

    private func begun(_ change: (inout Configuration) -> Void = { _ in }) throws -> (PortalFixture, String) {
        let portal = try PortalFixture(change)
        try portal.begin()
        return (portal, try portal.beginRecording())
    }

    private func chunks(_ portal: PortalFixture) throws -> Int {
        try portal.app.db.count("SELECT COUNT(*) FROM recording_chunk")
    }

    @Test func `a recording is begun for a question, with the limit of its chunks`() throws {
        let portal = try PortalFixture()
        try portal.begin()

        let response = try portal.post("/portal/recordings/", ["question_number": 1, "mime_type": "video/webm"])

        #expect(response.status == .created)
        #expect(response.json["recording_id"]?.string.flatMap { RecordingID($0) } != nil)
        #expect(response.json["chunk_limit_bytes"] == 16_777_216)
    }

    @Test func `a chunk is on the disk and in the table before it is acknowledged`() throws {
        let (portal, recording) = try begun()

        let response = try portal.put(bytes, "12", of: recording)

        #expect(response.status == .created)
        #expect(response.json == ["index": 12, "received": 70_000])
        let path = "\(portal.media)/recordings/\(portal.session)/\(recording)/000012.chunk"
        #expect(try Files.read(path) == bytes)
        #expect(try portal.value("SELECT HEX(sha256) FROM recording_chunk") == SHA256.hash(bytes).hex.uppercased())
    }

    @Test func `the same chunk again is acknowledged again`() throws {
        let (portal, recording) = try begun()
        _ = try portal.put(bytes, of: recording)

        #expect(try portal.put(bytes, of: recording).status == .ok)
        #expect(try chunks(portal) == 1)
    }

    @Test func `a crash between file and row is healed by sending again`() throws {
        let (portal, recording) = try begun()
        _ = try portal.put(bytes, of: recording)
        try portal.app.db.execute("DELETE FROM recording_chunk")

        #expect(try portal.put(bytes, of: recording).status == .created)
        #expect(try chunks(portal) == 1)
    }

    @Test func `other bytes for a chunk are refused and the first ones stay`() throws {
        let (portal, recording) = try begun()
        _ = try portal.put(bytes, of: recording)

        #expect(try portal.put(Array(bytes.dropLast()), of: recording).status == .conflict)
        let path = "\(portal.media)/recordings/\(portal.session)/\(recording)/000000.chunk"
        #expect(try Files.read(path) == bytes)
    }

    @Test(arguments: ["", "00", "x", "ff", String(repeating: "0", count: 64), String(repeating: "zz", count: 32)])
    func `a chunk whose hash does not fit is refused`(hash: String) throws {
        let (portal, recording) = try begun()

        let response = try portal.put(bytes, of: recording, hash: hash)

        #expect(response.status == .badRequest)
        #expect(response.json["detail"]?.string?.isEmpty == false)
        #expect(try chunks(portal) == 0)
        #expect(try Files.size(of: "\(portal.media)/recordings/\(portal.session)") == nil)
    }

    @Test func `an empty and an oversized chunk are refused, the largest one is not`() throws {
        let (portal, recording) = try begun { $0.chunkLimit = 70_000 }

        #expect(try portal.put([], of: recording).status == .badRequest)
        #expect(try portal.put(bytes + [1], of: recording).status == .contentTooLarge)
        #expect(try chunks(portal) == 0)
        #expect(try portal.put(bytes, of: recording).status == .created)
    }

    @Test(arguments: ["-1", "x", "1.5", "99999999999999999999", "100000", "%2e%2e", "0x1"])
    func `a number that is none is not found`(index: String) throws {
        let (portal, recording) = try begun()
        #expect(try portal.put(bytes, index, of: recording).status == .notFound)
    }

    @Test(arguments: ["x", "..", "0192f0c1-2b6e-7a10-8c1f-3f2a9d4e5b60"])
    func `a recording that is none is not found`(id: String) throws {
        let (portal, _) = try begun()
        #expect(try portal.put(bytes, of: id).status == .notFound)
        #expect(try portal.post("/portal/recordings/\(id)/finish/", ["chunks": 0]).status == .notFound)
    }

    @Test func `another session's recording does not exist`() throws {
        let (portal, recording) = try begun()
        let other = try otherSession(portal)
        var headers = portal.page
        headers["Cookie"] = "portal=" + SessionKeys(secret: portal.app.configuration.secret).cookie(for: other)
        headers["X-Chunk-SHA256"] = SHA256.hash(bytes).hex

        let response = try portal.app.send(
            "PUT",
            "/portal/recordings/\(recording)/chunks/0/",
            headers: headers,
            body: bytes
        )

        #expect(response.status == .notFound)
        #expect(try chunks(portal) == 0)
    }

    @Test func `a session has a quota`() throws {
        let (portal, recording) = try begun { $0.recordingQuota = 100_000 }

        #expect(try portal.put(bytes, "0", of: recording).status == .created)
        #expect(try portal.put(bytes, "1", of: recording).status == .contentTooLarge)
        #expect(try portal.put(bytes, "0", of: recording).status == .ok)
        #expect(try chunks(portal) == 1)
    }

    @Test func `before the disk is full nothing more is taken`() throws {
        let (portal, recording) = try begun()
        _ = try portal.put(bytes, of: recording)
        portal.app.configuration.freeSpaceMinimum = .max / 2

        let responses = [
            try portal.put(bytes, "1", of: recording),
            try portal.post("/portal/recordings/", ["question_number": 1, "mime_type": "video/webm"]),
        ]

        for response in responses {
            #expect(response.status.rawValue == 507)
            #expect(response.json["detail"]?.string?.isEmpty == false)
        }
        #expect(try portal.put(bytes, of: recording).status == .ok, "what was taken stays")
        #expect(try chunks(portal) == 1)
    }

    @Test func `when the disk is full the chunk is refused and not noted`() throws {
        let (portal, recording) = try begun { $0.recordings = FullStorage() }

        #expect(try portal.put(bytes, of: recording).status.rawValue == 507)
        #expect(try chunks(portal) == 0)
    }

    @Test func `the end of a recording tells what is missing`() throws {
        let (portal, recording) = try begun()
        for index in ["0", "2"] { _ = try portal.put(bytes, index, of: recording) }
        let path = "/portal/recordings/\(recording)/finish/"

        #expect(try portal.post(path, ["chunks": 4, "duration_ms": 9000.5]).json == ["missing": [1, 3]])

        _ = try portal.put(bytes, "1", of: recording)
        _ = try portal.put(bytes, "3", of: recording)
        #expect(try portal.post(path, ["chunks": 4, "duration_ms": 9000]).json == ["missing": []])
        #expect(
            try portal.app.db.count("SELECT COUNT(*) FROM recording WHERE chunk_count = 4 AND duration_ms = 9000") == 1
        )
    }

    @Test(
        arguments: [["chunks": -1], ["chunks": "4"], ["chunks": 100_001], [:], ["chunks": 1, "duration_ms": -1]]
            as [JSON]
    )
    func `an end that makes no sense is refused`(body: JSON) throws {
        let (portal, recording) = try begun()
        #expect(try portal.post("/portal/recordings/\(recording)/finish/", body).status == .badRequest)
    }

    @Test func `what is still on its way at the end arrives`() throws {
        let (portal, recording) = try begun()
        _ = try portal.post("/end_session/")

        #expect(try portal.put(bytes, of: recording).status == .created)
        portal.app.now = portal.start.adding(seconds: 3600 + 1801)
        #expect(try portal.put(bytes, "1", of: recording).status == .gone)
    }

    private func otherSession(_ portal: PortalFixture) throws -> String {
        let (interview, session) = (UUIDText.v4(), UUIDText.v4())
        try portal.app.db.execute(
            """
            INSERT INTO interview (id, candidate_id, created_at, updated_at)
            VALUES (\(interview), \(portal.candidate), \(portal.start), \(portal.start))
            """
        )
        try portal.app.db.execute(
            """
            INSERT INTO session (id, interview_id, key_hash, conversation_hash, created_at)
            VALUES (\(session), \(interview), \(RandomBytes.make(count: 32)), \(RandomBytes.make(count: 32)),
                \(portal.start))
            """
        )
        return session
    }
}

/// A disk with room until it comes to writing.
private struct FullStorage: RecordingStorage {
    func store(_ bytes: [UInt8], as chunk: ChunkName) throws(StorageError) -> ChunkOutcome {
        throw StorageError(operation: "write", code: 28)
    }

    func remove(session: String, recording: String) throws(StorageError) {}

    func folder(session: String, recording: String) -> String { "" }

    func join(_ numbers: [Int], session: String, recording: String, toNew path: String) throws(StorageError) {}

    func freeBytes() throws(StorageError) -> Int { 1 << 40 }
}
