import JSON
import MariaDB
import Testing
import Web

/// What a new interview's answer shows, which nobody reads back, is what is read of it afterwards.
@Suite struct CreatedInterviewTests {
    let fixture: BookingFixture
    private let body: JSON.Object = ["feedback": "  Naïve.  ", "interview_round": "Second"]

    init() throws { fixture = try BookingFixture() }

    /// The answer of the creation, and the interview as it is read then, without what only a reader is shown.
    private func created(_ more: JSON.Object) throws -> (answer: JSON.Object, read: JSON.Object) {
        var all = body
        for (key, value) in more { all[key] = value }
        all["candidate"] = .int(try fixture.addCandidate())
        let response = try fixture.app.send("POST", "/api/interviews/", .object(all), as: fixture.recruiter)
        try #require(response.status == .created, "\(response.json)")
        let answer = try #require(response.json.object)
        let id = try #require(answer["id"]?.string)
        let read = try #require(fixture.interview(id).object)
        return (answer, read.removing("interview_link"))
    }

    @Test func `without a slot, with times, with a job, with a slot of another job, and at a slot's wall clock`() throws
    {
        let job = try BookingFixture.addJob(fixture.app, company: fixture.company)
        try fixture.app.db.execute("UPDATE job SET job_title = 'Designer' WHERE id = \(job)")
        let own = try fixture.addSlot(seats: 5)
        let other = try fixture.addSlot("12:00:00", "12:30:00", seats: 5, more: ["job": .int(job)])
        let bodies: [JSON.Object] = [
            [:], ["started_at": "2026-11-23T08:00:00.123456Z", "ended_at": "2026-11-23T09:00:00Z"], ["job": .int(job)],
            ["slot": .string(own)], ["slot": .string(other)], ["slot": .string(own), "job": .int(job)],
            ["started_at": "2026-11-23T12:00:00", "ended_at": "2026-11-23T12:30:00"],
        ]

        for body in bodies {
            let (answer, read) = try created(body)
            #expect(answer.removing("interview_link") == read, "\(body)")
            #expect(answer["candidate_name"]?.string?.isEmpty == false)
        }
        #expect(try created(["slot": .string(other)]).answer["job_title"]?.string?.isEmpty == false)
    }
}
