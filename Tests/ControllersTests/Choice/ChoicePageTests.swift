import CivilTime
import Domain
import Foundation
import JSON
import MariaDB
import Testing
import Web

@Suite struct ChoicePageTests {
    // AC-24: scanners open every link, some of them twice.
    @Test func `reading changes nothing, however often`() throws {
        let fixture = try ChoiceFixture.opened()
        _ = try fixture.base.addSlot()
        let before = try fixture.state()

        for method in ["GET", "HEAD", "GET", "HEAD"] {
            #expect(try fixture.app.send(method, fixture.link).status == .seeOther)
            let page = try fixture.app.send(method, "/choose/", headers: ["Cookie": fixture.cookie])
            #expect(page.status == .ok)
            #expect(page.headers["Cache-Control"] == "no-store")
        }

        #expect(try fixture.state() == before)
    }

    @Test func `the link leads to the page by a cookie that scripts cannot read`() throws {
        let fixture = try ChoiceFixture()

        let response = try fixture.app.send("GET", fixture.link)

        #expect(response.headers["Location"] == "/choose/")
        let cookie = try #require(response.headers["Set-Cookie"])
        #expect(cookie.hasPrefix("choose="))
        #expect(cookie.contains("; HttpOnly; SameSite=Lax"))
    }

    @Test(arguments: ["/choose/", "/choose/?invitation=", "/choose/?invitation=unknown", "/choose/?session_key=x"])
    func `whatever leads nowhere gets the same page`(path: String) throws {
        let fixture = try ChoiceFixture()

        let response = try fixture.app.send("GET", path, headers: ["Cookie": "choose=forged.00.00"])

        #expect(response.status == .notFound)
        #expect(response.text.contains("This link does not lead to an interview."))
        #expect(!response.text.contains("Acme"))
    }

    @Test(arguments: [(-1, 200), (0, 404), (1, 404)] as [(Int64, Int)])
    func `an invitation ends at its second`(offset: Int64, status: Int) throws {
        let fixture = try ChoiceFixture.opened(["expires_in_hours": 1])
        fixture.app.now = fixture.app.now.adding(seconds: 3600 + offset)

        #expect(try fixture.page().status.rawValue == status)
        #expect(try fixture.app.send("GET", fixture.link).status.rawValue == (status == 200 ? 303 : 404))
        let posted = try fixture.submit("book", ["slot": "x"]).status.rawValue
        #expect(posted == (status == 200 ? 403 : 404))
    }

    @Test func `only the company's times for the job or for any are offered`() throws {
        let fixture = try ChoiceFixture.opened()
        let own = try fixture.base.addSlot()
        let any = try fixture.base.addSlot("12:00:00", "12:10:00", more: ["job": .null])
        let otherJob = try BookingFixture.addJob(fixture.app, company: fixture.base.company)
        let foreign = try fixture.base.addSlot("13:00:00", "13:10:00", more: ["job": .int(otherJob)])
        let full = try fixture.base.addSlot("14:00:00", "14:10:00")
        _ = try fixture.base.bookedInterview(full)

        #expect(try fixture.offered() == [own, any])
        for slot in [foreign, full, "0190f3c4-0000-7000-8000-000000000000"] {
            let refused = try fixture.book(slot)
            #expect(refused.status == .conflict)
            #expect(refused.text.contains("That time is not free any more."))
            #expect(refused.text.contains("name=\"slot\" value=\"\(own)\""), "the list stands there again")
        }
        #expect(try fixture.booked() == nil)
    }

    @Test func `an invitation to some days offers no others`() throws {
        let fixture = try ChoiceFixture.opened(["slots_from": "2026-11-24", "slots_to": "2026-11-24"])
        let before = try fixture.base.addSlot()
        let within = try fixture.base.addSlot(more: ["interview_date": "2026-11-24"])
        let after = try fixture.base.addSlot(more: ["interview_date": "2026-11-25"])

        #expect(try fixture.offered() == [within])
        #expect(try fixture.book(before).status == .conflict)
        #expect(try fixture.book(after).status == .conflict)
    }

    // AC-12: the zone formats, and nothing else.
    @Test(arguments: [
        ("Pacific/Kiritimati", "Monday, November 23, 2026"), ("Pacific/Pago_Pago", "Sunday, November 22, 2026"),
    ])
    func `the candidate's zone changes how times read, not which there are`(zone: String, day: String) throws {
        let fixture = try ChoiceFixture.opened()
        let slots = [
            try fixture.base.addSlot("00:00:00", "00:10:00"), try fixture.base.addSlot("10:30:00", "10:40:00"),
            try fixture.base.addSlot("23:40:00", "23:50:00"),
        ]
        try fixture.app.db.execute("UPDATE candidate SET time_zone = \(zone)")

        let page = try fixture.page().text

        #expect(try fixture.offered() == slots)
        #expect(page.contains("<legend>\(day)</legend>"))
        #expect(page.contains("November 23, 2026 at 10:30 AM IST (UTC+05:30) where the company is"))
        #expect(page.contains("Times are in the zone \(zone)"))
    }

    // AC-25: read alone, a label says which day and time it is.
    @Test func `a time is a radio button whose label says all`() throws {
        let fixture = try ChoiceFixture.opened()
        let slot = try fixture.base.addSlot()

        let page = try fixture.page().text

        let label = try #require(page.components(separatedBy: "<label").first { $0.contains(slot) })
        #expect(label.contains("type=\"radio\""))
        #expect(label.contains("Monday, November 23, 2026, </span>10:30 AM to 10:40 AM IST (UTC+05:30)"))
        #expect(!page.contains("<script"))
    }

    @Test func `the page tells nothing of others, and of the candidate the first name`() throws {
        let fixture = try ChoiceFixture.opened()
        let slot = try fixture.base.addSlot(seats: 2)
        _ = try fixture.base.bookedInterview(slot)

        let page = try fixture.page().text

        #expect(page.contains("Hello Asha, please choose a time."))
        #expect(!page.contains("Rao"))
        #expect(!page.contains("asha@"))
        #expect(page.contains("Questions? Write to \(fixture.base.recruiter.email)."))
    }

    @Test func `sixty times are shown at most`() throws {
        let fixture = try ChoiceFixture.opened()
        for day in 0..<7 {
            let date = "2026-12-0\(day + 1)"
            for hour in 10..<20 {
                _ = try fixture.base.addSlot("\(hour):00:00", "\(hour):10:00", more: ["interview_date": .string(date)])
            }
        }

        #expect(try fixture.offered().count == 60)
    }
}
