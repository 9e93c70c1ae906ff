import Domain
import MariaDB
import Testing
import Web

/// What the page of an open interview tells before its first question.
struct ProspectTests {
    @Test(arguments: [
        ("{}", "4 questions"), (#"{"question_count": 1}"#, "1 question"), (#"{"question_count": 20}"#, "6 questions"),
    ])
    func `without questions of the company's own it counts the built-in ones`(configuration: String, count: String)
        throws
    {
        let page = try PortalFixture(aiConfiguration: configuration).get("/portal/").text

        #expect(page.contains("<strong>\(count).</strong>"))
        #expect(page.contains(#""text_answers_allowed":false"#))
        #expect(page.contains(#""consent_given":false"#))
    }

    @Test(arguments: [("{}", "3 questions"), (#"{"question_count": 2}"#, "2 questions")])
    func `a set of the company's own is counted, and says whether one may type`(configuration: String, count: String)
        throws
    {
        let portal = try PortalFixture(aiConfiguration: configuration)
        try portal.addQuestions(["Why?", "How?", "When?"])
        try portal.app.db.execute("UPDATE question_set SET allows_text = TRUE")

        let page = try portal.get("/portal/").text

        #expect(page.contains("<strong>\(count).</strong>"))
        #expect(page.contains(#""text_answers_allowed":true"#))
    }

    @Test func `a job's set comes before its company's`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Why?"])
        let job = try CandidateFixture.addJob("Engineer", company: portal.company, portal.app)
        try portal.app.db.execute("UPDATE question_set SET job_id = \(job)")
        try portal.app.db.execute("UPDATE candidate SET job_id = \(job)")
        try portal.addQuestions(["Why?", "How?"])

        #expect(try portal.get("/portal/").text.contains("<strong>1 question.</strong>"))
    }

    @Test func `an interview that was begun counts what it asks, whatever becomes of the set`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Why?", "How?"])
        try portal.begin()
        try portal.app.db.execute("DELETE FROM question")

        let page = try portal.get("/portal/").text

        #expect(page.contains("<strong>2 questions.</strong>"))
        #expect(page.contains(#""consent_given":true"#))
    }
}
