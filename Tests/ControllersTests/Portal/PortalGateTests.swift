import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Secrets
import Testing
import Web

/// Who may write, and when: everything else is refused and leaves no trace.
struct PortalGateTests {
    private func writes(_ portal: PortalFixture) throws -> [Response] {
        [
            try portal.post("/ai/start"), try portal.answer(1, "Words"),
            try portal.post("/ai/repeat", ["session_id": .string(portal.conversation)]),
            try portal.post("/portal/recordings/", ["question_number": 1, "mime_type": "video/webm"]),
            try portal.post("/end_session/"),
        ]
    }

    private func expectNothingStored(_ portal: PortalFixture) throws {
        #expect(try portal.value("SELECT status FROM session WHERE entered_at IS NULL") == "SCHEDULED")
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question") == 0)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording") == 0)
        #expect(try portal.value("SELECT status FROM interview") == "scheduled")
    }

    // 7.22: the calls behind the page checked neither time nor state.
    @Test func `before the window everything is refused with the time`() throws {
        let portal = try PortalFixture(at: -31)

        let answers = try writes(portal)

        #expect(answers.map(\.status) == Array(repeating: .forbidden, count: 5))
        #expect(answers.allSatisfy { $0.json["detail"]?.string?.contains("2026-11-22 02:30 PM IST") == true })
        #expect(answers.allSatisfy { $0.json["error"] == $0.json["detail"] })
        try expectNothingStored(portal)
    }

    @Test func `after the window everything is refused`() throws {
        let portal = try PortalFixture(at: 601)
        #expect(try writes(portal).map(\.status) == Array(repeating: .gone, count: 5))
        try expectNothingStored(portal)
    }

    // 7.5: a cancelled interview's link still worked.
    @Test func `a cancelled interview takes nothing`() throws {
        let portal = try PortalFixture()
        try portal.cancel()
        #expect(try writes(portal).map(\.status) == Array(repeating: .gone, count: 5))
        try expectNothingStored(portal)
    }

    @Test func `a cancellation in the middle ends it`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        let recording = try portal.beginRecording()
        try portal.cancel()

        #expect(try portal.answer(1, "Words").status == .gone)
        #expect(try portal.put([1], of: recording).status == .gone)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question WHERE answer IS NOT NULL") == 0)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording_chunk") == 0)
    }

    @Test func `one must come in first`() throws {
        let portal = try PortalFixture()
        #expect(try writes(portal).dropFirst().map(\.status) != [])
        let other = try PortalFixture()
        #expect(try other.answer(1, "Words").status == .conflict)
        #expect(try other.post("/end_session/").status == .conflict)
        try expectNothingStored(other)
    }

    @Test(arguments: [
        ["X-Requested-With": ""], ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
        ["Origin": "https://evil.example"], ["Origin": "null"], ["Origin": "http://localhost:5173"],
    ])
    func `the cookie alone proves nothing: another site's request is refused`(change: [String: String]) throws {
        let portal = try PortalFixture()
        var headers = portal.page
        for (name, value) in change { headers[name] = value }

        for path in ["/ai/start", "/end_session/", "/portal/recordings/"] {
            let response = try portal.app.send("POST", path, [:], headers: headers)
            #expect(response.status == .forbidden, "\(path)")
        }
        try expectNothingStored(portal)
    }

    @Test func `the key in the body needs no cookie`() throws {
        let portal = try PortalFixture()
        let key: JSON = ["session_key": .string(portal.key)]

        let started = try portal.app.send("POST", "/ai/start", key)
        let session = try #require(started.json["session_id"])
        let answered = try portal.app.send("POST", "/ai/upload_answer", ["session_id": session, "transcript": "Words"])

        #expect(answered.json["question_number"] == 2)
        #expect(try portal.app.send("POST", "/end_session/", key).json == ["status": "ok"])
    }

    @Test(arguments: [JSON.string("x"), 5, ["a"], .string(String(repeating: "0", count: 32))])
    func `a wrong key or conversation is refused in the contract's words`(value: JSON) throws {
        let portal = try PortalFixture()

        let start = try portal.app.send("POST", "/ai/start", ["session_key": value])
        let answer = try portal.app.send("POST", "/ai/upload_answer", ["session_id": value, "transcript": "x"])

        #expect(start.status == .badRequest && start.json["error"] == "Invalid session key")
        #expect(answer.status == .badRequest && answer.json["error"] == "Invalid session ID")
    }

    @Test func `without anything that names a session there is a sentence`() throws {
        let portal = try PortalFixture()
        for path in ["/ai/start", "/ai/upload_answer", "/ai/repeat", "/end_session/", "/portal/recordings/"] {
            let response = try portal.app.send("POST", path, [:])
            #expect(response.status == .forbidden)
            #expect(response.json["detail"]?.string?.contains("link in your email") == true)
            #expect(response.headers["Cache-Control"] == "no-store")
        }
    }

    @Test func `a second interview in the same browser does not take the first one's answers`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        let cookie = SessionKeys(secret: portal.app.configuration.secret).cookie(for: try secondSession(portal).text)
        var headers = portal.page
        headers["Cookie"] = "portal=" + cookie

        let response = try portal.app.send(
            "POST",
            "/ai/upload_answer",
            ["session_id": .string(portal.conversation), "transcript": "Words"],
            headers: headers
        )

        #expect(response.status == .conflict)
    }

    @Test(arguments: [
        ("/ai/start", #"{"#), ("/ai/start", #"[]"#), ("/ai/start", "\u{0}"),
        ("/ai/upload_answer", #"{"transcript": 5}"#),
        ("/ai/upload_answer", #"{"transcript": "x", "question_number": "one"}"#),
        ("/ai/upload_answer", #"{"transcript": "x", "question_number": 0}"#),
        ("/ai/upload_answer", #"{"transcript": "x", "question_number": 99999999999999999999}"#),
        ("/portal/recordings/", #"{"question_number": 99, "mime_type": "video/webm"}"#),
        ("/portal/recordings/", #"{"question_number": "1", "mime_type": "video/webm"}"#),
        ("/portal/recordings/", #"{"question_number": 1}"#),
        ("/portal/recordings/", #"{"question_number": 1, "mime_type": "text/html"}"#),
        ("/portal/recordings/", #"{"question_number": 1, "mime_type": {}}"#),
    ])
    func `nonsense is refused with a sentence and stores nothing`(path: String, body: String) throws {
        let portal = try PortalFixture()
        if path != "/ai/start" { try portal.begin() }
        var headers = portal.page
        headers["Content-Type"] = "application/json"

        let response = try portal.app.send("POST", path, headers: headers, body: Array(body.utf8))

        #expect([400, 415].contains(response.status.rawValue))
        #expect(response.json["detail"]?.string?.isEmpty == false)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question WHERE answer IS NOT NULL") == 0)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording") == 0)
    }

    @Test func `an answer beyond all measure is refused, a long one is kept whole`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        let long = String(repeating: "अच्छा ", count: 30_000)

        #expect(try portal.answer(1, String(repeating: "x", count: 200_001)).status == .contentTooLarge)
        #expect(try portal.answer(1, long).status == .ok)
        #expect(try portal.value("SELECT answer FROM session_question WHERE position = 1")?.count == long.count - 1)
    }

    @Test(arguments: ["/ai/start", "/ai/upload_answer", "/end_session/", "/portal/recordings/"])
    func `nothing is changed by looking`(path: String) throws {
        let portal = try PortalFixture()
        let response = try portal.get(path)
        #expect(response.status == .methodNotAllowed)
    }

    private func secondSession(_ portal: PortalFixture) throws -> SessionID {
        let (interview, session) = (UUIDText.v4(), SessionID(trusted: UUIDText.v4()))
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
