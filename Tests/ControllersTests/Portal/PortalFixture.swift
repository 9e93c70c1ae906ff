import CivilTime
import Controllers
import Domain
import Glibc
import JSON
import Logging
import MariaDB
import Programs
import Secrets
import Speech
import Storage
import Synchronization
import Web

/// A booked interview of Asha Rao at Acme, an hour long, and a browser that opens its portal.
final class PortalFixture {
    let app: TestApp
    let company: Int64
    let candidate: Int64
    let slot: SlotID
    let interview: InterviewID
    let session: SessionID
    let media: String
    let start: Instant
    private let keys: SessionKeys

    /// The portal at `offset` seconds from the interview's start.
    init(
        at offset: Int64 = 0,
        interviewType: String = "general",
        aiConfiguration: String = "{}",
        _ change: (inout Configuration) -> Void = { _ in }
    ) throws {
        var folder = Array("/tmp/portal-XXXXXX".utf8CString)
        media = unsafe String(cString: mkdtemp(&folder))
        let recordings = FolderStorage(folder: media + "/recordings")
        app = try TestApp { configuration in
            configuration.recordings = recordings
            configuration.freeSpaceMinimum = 0
            configuration.voice = FakeVoice()
            change(&configuration)
        }
        keys = SessionKeys(secret: app.configuration.secret)
        start = app.now
        company = try app.addCompany("Acme")
        candidate = try app.db.insert(
            """
            INSERT INTO candidate (company_id, full_name, email, poc_email, status, last_updated, created_at)
            VALUES (\(company), 'Asha Rao', 'asha@x.co', 'hr@acme.co', 'INTERVIEW_SCHEDULED', \(start), \(start))
            """
        )
        slot = SlotID(trusted: UUIDText.v4())
        interview = InterviewID(trusted: UUIDText.v4())
        session = SessionID(trusted: UUIDText.v4())
        try insertBooking(interviewType, aiConfiguration)
        app.now = start.adding(seconds: offset)
    }

    /// Bytes that begin as a WebM file does.
    static let webm: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3] + [UInt8](repeating: 0x1A, count: 69_996)

    deinit { _ = unsafe system("rm -rf \(media)") }

    var key: String { keys.key(for: session.text) }
    var conversation: String { keys.conversationID(for: session.text) }
    var cookie: Headers { ["Cookie": "other=1; portal=" + keys.cookie(for: session.text)] }
    /// What the page's scripts send.
    var page: Headers {
        var headers = cookie
        headers["X-Requested-With"] = "fetch"
        headers["Sec-Fetch-Site"] = "same-origin"
        headers["Origin"] = "http://localhost:8000"
        return headers
    }

    func get(_ path: String) throws -> Response { try app.send("GET", path, headers: cookie) }

    func post(_ path: String, _ json: JSON = [:]) throws -> Response {
        try app.send("POST", path, json, headers: page)
    }

    /// Comes in as a candidate who agrees to be recorded.
    @discardableResult
    func begin() throws -> Response {
        _ = try agree()
        return try post("/ai/start")
    }

    func agree() throws -> Response {
        try post("/portal/consent/", ["version": .string(ConsentText.current.version)])
    }

    /// What the page of that name asks; each device has its own.
    func post(_ path: String, _ json: JSON = [:], from device: String) throws -> Response {
        var headers = page
        headers["X-Portal-Device"] = device
        return try app.send("POST", path, json, headers: headers)
    }

    /// A job's or company's own questions, each with how often its answer may be begun anew.
    func addQuestions(_ texts: [String], retakes: Int = 0, preparation: Int = 0, pause: Bool = false) throws {
        let set = try app.db.insert(
            """
            INSERT INTO question_set (company_id, ai_interview_type, name, allows_pause, created_at, updated_at)
            VALUES (\(company), 'general', 'Own', \(pause), \(start), \(start))
            """
        )
        for (index, text) in texts.enumerated() {
            try app.db.execute(
                """
                INSERT INTO question (question_set_id, position, question_text, time_limit_seconds,
                    preparation_seconds, retakes)
                VALUES (\(set), \(index + 1), \(text), 60, \(preparation), \(retakes))
                """
            )
        }
    }

    func answer(_ number: Int, _ text: String) throws -> Response {
        try post(
            "/ai/upload_answer",
            ["session_id": .string(conversation), "question_number": .int(Int64(number)), "transcript": .string(text)]
        )
    }

    func beginRecording(question: Int = 1) throws -> String {
        let body: JSON = ["question_number": .int(Int64(question)), "mime_type": "video/webm;codecs=vp8,opus"]
        return try post("/portal/recordings/", body).json["recording_id"]?.string ?? ""
    }

    func put(_ bytes: [UInt8], _ index: String = "0", of recording: String, hash: String? = nil) throws -> Response {
        var headers = page
        headers["Content-Type"] = "application/octet-stream"
        headers["X-Chunk-SHA256"] = hash ?? SHA256.hash(bytes).hex
        return try app.send("PUT", "/portal/recordings/\(recording)/chunks/\(index)/", headers: headers, body: bytes)
    }

    /// What pdftotext reads in the document, its lines joined.
    func text(ofPDF bytes: [UInt8]) throws -> String {
        let (pdf, text) = (media + "/document.pdf", media + "/document.txt")
        try Files.remove(pdf)
        try Files.write(bytes, toNew: pdf)
        try Program.run("pdftotext", ["-layout", "-enc", "UTF-8", pdf, text], timeout: .seconds(20))
        let read = String(decoding: try Files.read(text), as: UTF8.self)
        return read.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    func cancel() throws { try app.db.execute("UPDATE schedule SET status = 'cancelled'") }

    /// The one value of a query.
    func value(_ sql: SQL) throws -> String? {
        try app.db.first(sql) { (row) throws(DatabaseError) in try row.optionalString() } ?? nil
    }

    private func insertBooking(_ interviewType: String, _ aiConfiguration: String) throws {
        let end = start.adding(seconds: 3600)
        try app.db.execute(
            """
            INSERT INTO slot (id, interview_date, start_time, end_time, starts_at, ends_at, ai_interview_type,
                ai_configuration, company_id, current_bookings, created_at, updated_at)
            VALUES (\(slot), '2026-11-22', '14:30', '15:30', \(start), \(end), \(interviewType), \(aiConfiguration),
                \(company), 1, \(start), \(start))
            """
        )
        try app.db.execute(
            """
            INSERT INTO interview (id, candidate_id, company_id, started_at, ended_at, created_at, updated_at)
            VALUES (\(interview), \(candidate), \(company), \(start), \(end), \(start), \(start))
            """
        )
        try app.db.execute(
            """
            INSERT INTO schedule (id, interview_id, slot_id, status, booked_at)
            VALUES (\(UUIDText.v4()), \(interview), \(slot), 'pending', \(start))
            """
        )
        try app.db.execute(
            """
            INSERT INTO session (id, interview_id, key_hash, conversation_hash, scheduled_at, ends_at, created_at)
            VALUES (\(session), \(interview), \(keys.hash(of: key)), \(keys.hash(of: conversation)), \(start), \(end),
                \(start))
            """
        )
    }
}

/// A voice without a sound: the name tells the text's length.
struct FakeVoice: Voice {
    func file(saying text: String, language: String) throws -> String { "\(language)-\(text.utf8.count).wav" }
}

/// A voice that always fails.
struct BrokenVoice: Voice {
    struct Failure: Error {}

    func file(saying text: String, language: String) throws -> String { throw Failure() }
}
