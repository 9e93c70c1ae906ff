import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct CandidatesTests {
    private let path = "/api/candidates/"

    @Test func `the list has the frontend's keys, the newest first, and is mounted twice`() throws {
        let fixture = try CandidateFixture()
        let ids = try fixture.add(["Asha Rao", "Bala K"])

        let list = try fixture.app.send("GET", path, as: fixture.recruiter)

        #expect(
            list.json[0] == [
                "id": .int(ids[1]), "full_name": "Bala K", "email": "", "phone": "", "status": "NEW",
                "domain": "Python Dev", "poc_email": "rec@x.co", "job_title": "Backend Dev",
                "last_updated": "2026-11-22T09:00:00Z", "resume_url": nil, "job_matching": nil,
            ]
        )
        #expect(list.json.array?.map { $0["id"] } == [.int(ids[1]), .int(ids[0])])
        #expect(list.headers["X-Total-Count"] == "2")
        #expect(try fixture.app.send("GET", "/api/requests/", as: fixture.recruiter).json == list.json)
        #expect(
            try fixture.app.send("GET", path, as: fixture.recruiter).json[0]?.object?.keys == [
                "id", "full_name", "email", "phone", "status", "domain", "poc_email", "job_title", "last_updated",
                "resume_url", "job_matching",
            ]
        )
    }

    @Test func `language and zone of the candidate's mail are kept, and what is not said stays`() throws {
        let fixture = try CandidateFixture()
        let address = path + "\(try fixture.add(["Asha Rao"])[0])/"
        let before = try fixture.app.send("GET", address, as: fixture.owner)
        #expect(before.json["locale"] == "en")
        #expect(before.json["time_zone"] == .null)

        let change: JSON = ["locale": "hi-IN", "time_zone": "Europe/London"]
        #expect(try fixture.app.send("PATCH", address, change, as: fixture.owner).status == .ok)
        #expect(try fixture.app.send("PATCH", address, ["phone": "1"], as: fixture.owner).status == .ok)

        let after = try fixture.app.send("GET", address, as: fixture.owner)
        #expect(after.json["locale"] == "hi-IN")
        #expect(after.json["time_zone"] == "Europe/London")
    }

    @Test(arguments: [["locale": "Hindi!"], ["locale": "h"], ["locale": "hi-"], ["time_zone": "Mars/Olympus"]])
    func `a language or zone that is none is refused`(change: [String: String]) throws {
        let fixture = try CandidateFixture()
        let address = path + "\(try fixture.add(["Asha Rao"])[0])/"

        let response = try fixture.app.send(
            "PATCH",
            address,
            .object(JSON.Object(change.map { ($0.key, .string($0.value)) })),
            as: fixture.owner
        )

        #expect(response.status == .badRequest)
    }

    @Test func `a candidate's detail and the answer to a change have keys of their own`() throws {
        let fixture = try CandidateFixture()
        let id = try fixture.add(["Asha Rao"])[0]

        let detail = try fixture.app.send("GET", path + "\(id)/", as: fixture.reader)
        let changed = try fixture.app.send(
            "PATCH",
            path + "\(id)/",
            ["status": "HIRED", "feedback": "x", "work_experience": 3],
            as: fixture.owner
        )

        #expect(
            detail.json.object?.keys.prefix(11) == [
                "id", "recruiter", "full_name", "email", "phone", "work_experience", "domain", "poc_email", "resume",
                "resume_file_url", "created_at",
            ]
        )
        #expect(detail.json["recruiter"] == .int(fixture.recruiter.id))
        #expect(
            changed.json == [
                "id": .int(id), "full_name": "Asha Rao", "email": "", "phone": "", "work_experience": 3,
                "domain": "Python Dev", "poc_email": "rec@x.co", "status": "HIRED",
            ]
        )
        #expect(
            try fixture.app.send("PATCH", path + "\(id)/", ["status": "GONE"], as: fixture.owner).json["status"]
                == ["\"GONE\" is not a valid choice."]
        )
    }

    @Test func `a change of what somebody else has changed since is refused`() throws {
        let fixture = try CandidateFixture()
        let path = path + "\(try fixture.add(["Asha"])[0])/"
        let tag = try #require(try fixture.app.send("GET", path, as: fixture.owner).headers["ETag"])
        func change(_ name: String, _ headers: Headers) throws -> Response {
            fixture.app.now = fixture.app.now.adding(seconds: 1)
            return try fixture.app.send(
                "PATCH",
                path,
                ["full_name": .string(name)],
                as: fixture.owner,
                headers: headers
            )
        }

        let first = try change("One", ["If-Match": tag])
        let second = try change("Two", ["If-Match": tag])
        let third = try change("Three", ["If-Match": first.headers["ETag"] ?? ""])

        #expect([first, second, third].map(\.status.rawValue) == [200, 412, 200])
        #expect(try fixture.app.send("GET", path, as: fixture.owner).json["full_name"] == "Three")
        #expect(
            try fixture.app.send(
                "GET",
                path,
                as: fixture.owner,
                headers: ["If-None-Match": third.headers["ETag"] ?? ""]
            )
            .status == .notModified
        )
        #expect(try change("Four", [:]).status == .ok)
    }

    @Test func `another company's candidate does not exist`() throws {
        let fixture = try CandidateFixture()
        let id = try fixture.add(["Asha Rao"])[0]

        for method in ["GET", "PUT", "PATCH", "DELETE"] {
            #expect(
                try fixture.app.send(method, path + "\(id)/", as: fixture.foreign).outcome
                    == "404 No Candidate matches the given query."
            )
        }
        for list in ["", "pending/", "?search=asha"] {
            #expect(try fixture.app.send("GET", path + list, as: fixture.foreign).json == [])
        }
        #expect(try fixture.app.send("GET", path + "summary/", as: fixture.foreign).json["total"] == 0)
        #expect(try fixture.app.send("GET", path + "\(id)/resume/", as: fixture.foreign).status == .notFound)
    }

    @Test func `who only reads changes nothing`() throws {
        let fixture = try CandidateFixture()
        let id = try fixture.add(["Asha Rao"])[0]

        #expect(try fixture.app.send("GET", path, as: fixture.reader).json.array?.count == 1)
        #expect(try fixture.app.send("PATCH", path + "\(id)/", [:], as: fixture.reader).status == .forbidden)
        #expect(try fixture.app.send("DELETE", path + "\(id)/", as: fixture.reader).status == .forbidden)
        #expect(try fixture.app.send("POST", path, as: fixture.reader).status == .forbidden)
    }

    @Test func `the summary counts every status and the jobs`() throws {
        let fixture = try CandidateFixture()
        let ids = try fixture.add(["A", "B", "C"])
        try fixture.app.db.execute("UPDATE candidate SET status = 'HIRED' WHERE id = \(ids[0])")

        let summary = try fixture.app.send("GET", path + "summary/", as: fixture.owner).json

        #expect(summary["total"] == 3)
        #expect(summary["by_status"]?.object?.keys == CandidateStatus.allCases.map(\.rawValue))
        #expect(summary["by_status"]?["NEW"] == 2)
        #expect(summary["by_status"]?["HIRED"] == 1)
        #expect(summary["by_job"] == ["Backend Dev": 3])
    }

    @Test func `pending requests are those that wait for somebody`() throws {
        let fixture = try CandidateFixture()
        let ids = try fixture.add(["A", "B"])
        try fixture.app.db.execute("UPDATE candidate SET status = 'HIRED' WHERE id = \(ids[0])")

        let pending = try fixture.app.send("GET", "/api/requests/pending/", as: fixture.owner).json

        #expect(
            pending == [
                [
                    "id": .int(ids[1]), "full_name": "B", "email": "", "status": "NEW", "job_title": "Backend Dev",
                    "created_at": "2026-11-22T09:00:00+00:00",
                ]
            ]
        )
    }

    @Test func `the list is filtered and paged`() throws {
        let fixture = try CandidateFixture()
        let ids = try fixture.add(["Asha", "Bala", "Chitra"])
        try fixture.app.db.execute("UPDATE candidate SET status = 'HIRED', domain = 'Go' WHERE id = \(ids[0])")
        func names(_ query: String) throws -> [String?]? {
            try fixture.app.send("GET", path + query, as: fixture.owner).json.array?.map { $0["full_name"]?.string }
        }

        #expect(try names("?status=HIRED") == ["Asha"])
        #expect(try names("?domain=Go") == ["Asha"])
        #expect(try names("?search=ala") == ["Bala"])
        #expect(try names("?limit=1&offset=1") == ["Bala"])
        #expect(try fixture.app.send("GET", path + "?status=x", as: fixture.owner).status == .badRequest)
    }

    @Test func `a list costs the same statements for many rows as for one`() throws {
        let fixture = try CandidateFixture()
        func cost() throws -> Int {
            let before = fixture.app.db.statementCount
            _ = try fixture.app.send("GET", path, as: fixture.owner)
            return fixture.app.db.statementCount - before
        }
        _ = try fixture.add(["A"])
        let one = try cost()

        _ = try fixture.add((1...20).map { "N\($0)" })

        #expect(try cost() == one)
        #expect(one == 2)
    }

    @Test func `deleting a candidate frees the seats of the interviews and removes the resume`() throws {
        let fixture = try CandidateFixture()
        let app = fixture.app
        let id = try fixture.add(["Asha"])[0]
        try app.db.execute(
            """
            INSERT INTO slot (id, interview_date, start_time, end_time, starts_at, ends_at, company_id, created_at,
                updated_at)
            VALUES (UUID(), '2026-11-23', '10:00', '10:10', '2026-11-23 04:30:00', '2026-11-23 04:40:00',
                \(fixture.company), \(app.now), \(app.now))
            """
        )
        let slot = try #require(
            try app.send("GET", "/api/interviews/slots/", as: fixture.owner).json[0]?["id"]?.string
        )
        let interview = try app.send("POST", "/api/interviews/", ["candidate": .int(id)], as: fixture.owner)
        try app.db.execute("UPDATE candidate SET email = 'asha@c.co' WHERE id = \(id)")
        let booked = try app.send(
            "POST",
            "/api/interviews/slots/\(slot)/book_slot/",
            ["interview_id": interview.json["id"] ?? nil],
            as: fixture.owner
        )
        #expect(booked.status == .created)

        let response = try app.send("DELETE", path + "\(id)/", as: fixture.owner)

        #expect(response.status == .noContent)
        #expect(try app.db.count("SELECT COUNT(*) FROM candidate") == 0)
        #expect(try app.db.count("SELECT COUNT(*) FROM resume") == 0)
        #expect(try app.db.count("SELECT COUNT(*) FROM interview") == 0)
        #expect(try app.db.count("SELECT current_bookings FROM slot") == 0)
    }
}
