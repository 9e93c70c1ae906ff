import Domain
import JSON
import Testing
import Web

/// What names and other texts of one line may be made of.
@Suite struct TextInputTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func rename(_ path: String, _ key: String, _ text: String) throws -> Response {
        try fixture.app.send("PATCH", path, [key: .string(text)], as: fixture.admin)
    }

    /// With these a text shows as another than it is: `Asha\u{202E}fdp.exe`.
    @Test(arguments: [
        "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{7}", "\u{1B}", "\u{85}", "\u{2028}", "\u{7F}",
    ])
    func `a name with controls in it is refused`(control: Character) throws {
        let candidate = try fixture.addCandidate()
        let paths = [
            ("/api/candidates/\(candidate)/", "full_name"), ("/api/jobs/\(fixture.job)/", "job_title"),
            ("/api/companies/\(fixture.company)/", "name"), ("/api/auth/profile/", "full_name"),
        ]

        for (path, key) in paths {
            let answer = try rename(path, key, "Asha\(control)Rao")
            #expect(answer.status == .badRequest, "\(path)")
            #expect(answer.json[key] == ["Line breaks and control characters are not allowed."], "\(path)")
        }
    }

    /// Indic scripts join letters with U+200D, Persian parts them with U+200C, and names mix directions by themselves.
    @Test(arguments: ["ക്\u{200D}ഷ", "می\u{200C}خواهم", "أحمد Ahmed", "Zoë O’Brien", "आशा राव"])
    func `a name in any script is taken`(name: String) throws {
        let answer = try rename("/api/candidates/\(try fixture.addCandidate())/", "full_name", name)

        #expect(answer.json["full_name"] == .string(name))
    }

    @Test(arguments: [
        "/api/interviews/slots/?available=maybe", "/api/interviews/slots/?is_available=maybe",
        "/api/interviews/slots/?status=%00", "/api/interviews/slots/?date=%00", "/api/interviews/?status=%00",
        "/api/interviews/?candidate=%00", "/api/interviews/?search=%00", "/api/candidates/?search=a%00",
        "/api/jobs/?search=%00", "/api/jobs/?company_name=%00", "/api/interviews/available-slots/?date=%00",
    ])
    func `a filter that means nothing is refused`(path: String) throws {
        let answer = try fixture.app.send("GET", path, as: fixture.recruiter)

        #expect(answer.status == .badRequest)
        let name = path.split(separator: "?")[1].split(separator: "=")[0]
        #expect(answer.json[String(name)]?.array?.isEmpty == false, "\(answer.json)")
    }

    @Test func `slots with a free seat are asked for in either spelling`() throws {
        let slot = try fixture.addSlot()
        _ = try fixture.app.send("PATCH", "/api/interviews/slots/\(slot)/", ["status": "booked"], as: fixture.owner)

        for (query, count) in [("available=true", 0), ("is_available=1", 0), ("available=false", 1), ("available=", 1)]
        {
            let answer = try fixture.app.send("GET", "/api/interviews/slots/?" + query, as: fixture.recruiter)
            #expect(answer.json.array?.count == count, "\(query)")
        }
    }

    @Test func `a slot keeps its company, and an administrator is told so`() throws {
        let slot = try fixture.addSlot()
        let other = try fixture.app.addCompany("Other")
        func change(_ company: Int64, as user: TestUser) throws -> Response {
            let body: JSON = ["company": .int(company), "notes": "n"]
            return try fixture.app.send("PATCH", "/api/interviews/slots/\(slot)/", body, as: user)
        }

        let same = try change(fixture.company, as: fixture.admin)
        let moved = try change(other, as: fixture.admin)
        // The frontend sends the user's id.
        let ignored = try change(other, as: fixture.owner)

        #expect([same, moved, ignored].map(\.status.rawValue) == [200, 400, 200])
        #expect(moved.json["company"]?.array?.count == 1)
        #expect(ignored.json["company"] == .int(fixture.company))
    }
}
