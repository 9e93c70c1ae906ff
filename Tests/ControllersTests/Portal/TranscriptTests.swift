import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

/// What was asked and answered, as a PDF for the candidate.
struct TranscriptTests {
    private func text(_ portal: PortalFixture, _ path: String) throws -> String {
        let reply = try portal.get(path)
        #expect(reply.status == .ok)
        #expect(reply.headers["Content-Type"] == "application/pdf")
        #expect(reply.headers["Cache-Control"] == "no-store")
        return try portal.text(ofPDF: reply.body)
    }

    @Test func `the candidate reads what was asked and said`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Tell us about yourself.", "What is a lock?"])
        try portal.begin()
        _ = try portal.answer(1, "I write servers. मैं हिंदी बोलती हूँ।")

        let transcript = try text(portal, "/portal/transcript.pdf")

        #expect(transcript.contains("Asha Rao"))
        #expect(transcript.contains("Question 1 of 2"))
        #expect(transcript.contains("Tell us about yourself."))
        #expect(transcript.contains("I write servers."))
        // What is still to be answered is nobody's to read ahead.
        #expect(!transcript.contains("What is a lock?"))
    }

    @Test func `of a very long answer the beginning is printed`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Tell us about yourself."])
        try portal.begin()
        _ = try portal.answer(1, String(repeating: "word ", count: 39_000) + "end")

        let transcript = try text(portal, "/portal/transcript.pdf")

        #expect(transcript.contains("The rest of this answer is kept, but not printed here."))
        #expect(transcript.count < 25_000)
    }

    @Test func `after the end the unanswered questions are there too`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Tell us about yourself.", "What is a lock?"])
        try portal.begin()
        _ = try portal.post("/end_session/")

        let transcript = try text(portal, "/portal/transcript.pdf")

        #expect(transcript.contains("What is a lock?"))
        #expect(transcript.contains("Not answered."))
    }

    @Test func `the key and the conversation's id name the file`() throws {
        let portal = try PortalFixture()
        try portal.begin()

        for (name, value) in [("session_key", portal.key), ("session_id", portal.conversation)] {
            let reply = try portal.app.send("GET", "/ai/transcript_pdf?\(name)=\(value)")
            #expect(reply.status == .ok)
            #expect(
                reply.headers["Content-Disposition"] == "attachment; filename*=UTF-8''interview_report_\(value).pdf"
            )
        }
    }

    @Test func `without a key, or with one that nobody has, the contract's sentences come`() throws {
        let portal = try PortalFixture()
        for query in ["", "?session_key=", "?session_id=&session_key="] {
            let reply = try portal.app.send("GET", "/ai/transcript_pdf" + query)
            #expect(reply.status == .badRequest)
            #expect(reply.json["error"] == "Session key or ID required")
        }
        for query in ["?session_key=nobody", "?session_id=nobody", "?session_key=%00%22"] {
            let reply = try portal.app.send("GET", "/ai/transcript_pdf" + query)
            #expect(reply.status == .notFound)
            #expect(reply.json["error"] == "Session not found")
        }
        #expect(try portal.app.send("GET", "/portal/transcript.pdf").status == .forbidden)
    }

    @Test(arguments: [-7200, 0])
    func `before the beginning there is nothing to read`(offset: Int64) throws {
        let portal = try PortalFixture(at: offset)
        try portal.addQuestions(["What is a lock?"])

        let reply = try portal.get("/portal/transcript.pdf")

        #expect(reply.status == (offset < 0 ? .forbidden : .conflict))
    }

    @Test func `of a cancelled interview there is none`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        try portal.cancel()

        #expect(try portal.get("/portal/transcript.pdf").status == .gone)
    }
}
