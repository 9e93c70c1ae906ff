import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

@Suite struct ChooseTests {
    @Test func `a time is booked, moved and cancelled, each with its seat, history and mail`() throws {
        let fixture = try ChoiceFixture.opened()
        let first = try fixture.base.addSlot()
        let second = try fixture.base.addSlot("15:00:00", "15:10:00")

        #expect(try fixture.book(first).headers["Location"] == "/choose/")
        #expect(try fixture.booked() == first)
        #expect(try fixture.page().text.contains("Monday, November 23, 2026, 10:30 AM to 10:40 AM IST (UTC+05:30)"))
        #expect(try fixture.offered() == [second])
        #expect(try fixture.book(second).status == .seeOther)
        #expect(try fixture.booked() == second)
        #expect(try fixture.cancel().status == .seeOther)
        #expect(try fixture.booked() == nil)

        #expect(try fixture.base.count("SELECT SUM(current_bookings) FROM slot") == 0)
        let history = try fixture.app.db.all(
            "SELECT action FROM booking_event WHERE actor_kind = 'candidate' ORDER BY id"
        ) { (row) throws(DatabaseError) in try row.string() }
        #expect(history == ["booked", "moved", "cancelled"])
        for kind in ["interview_scheduled", "interview_rescheduled", "interview_cancelled"] {
            let mails = try fixture.base.count(
                "SELECT COUNT(*) FROM outbox WHERE kind = \(kind) AND recipient_role = 'candidate'"
            )
            #expect(mails == 1, "\(kind)")
        }
    }

    // AC-03, for those who are no users: double click, back button, lost answer.
    @Test func `a form sent again has its first answer to the byte, whatever has happened since`() throws {
        let fixture = try ChoiceFixture.opened()
        let first = try fixture.base.addSlot()
        let second = try fixture.base.addSlot("15:00:00", "15:10:00")
        let form = try fixture.keys().merging(["slot": first]) { $1 }
        let refusable = try fixture.keys()

        let booked = try fixture.submit("book", form)
        let refused = try fixture.submit("book", refusable)
        _ = try fixture.book(second)
        let after = try fixture.state()
        let again = [try fixture.submit("book", form), try fixture.submit("book", refusable)]

        #expect(booked.status == .seeOther)
        #expect(refused.status == .badRequest)
        for (answer, original) in zip(again, [booked, refused]) {
            #expect(answer.status == original.status)
            #expect(answer.body == original.body)
            #expect(answer.headers["Location"] == original.headers["Location"])
            #expect(answer.headers["Cache-Control"] == "no-store")
            #expect(answer.headers["Idempotent-Replayed"] == "true")
        }
        #expect(try fixture.state() == after)
        let kept = try fixture.base.count("SELECT COUNT(*) FROM idempotency_key WHERE body LIKE '%Asha%'")
        #expect(kept == 0, "what is kept is encrypted")
    }

    @Test func `a form's key with another time is refused, and the page shows how things stand`() throws {
        let fixture = try ChoiceFixture.opened()
        let first = try fixture.base.addSlot()
        let second = try fixture.base.addSlot("15:00:00", "15:10:00")
        let keys = try fixture.keys()
        _ = try fixture.submit("book", keys.merging(["slot": first]) { $1 })
        let before = try fixture.state()

        let other = try fixture.submit("book", keys.merging(["slot": second]) { $1 })

        #expect(other.status == .unprocessableContent)
        #expect(other.text.contains("The page you sent was not up to date any more"))
        #expect(other.text.contains("10:30 AM to 10:40 AM IST"))
        #expect(try fixture.state() == before)
    }

    @Test func `another time chosen on the page that refused the first is booked`() throws {
        let fixture = try ChoiceFixture.opened()
        let taken = try fixture.base.addSlot()
        let free = try fixture.base.addSlot("15:00:00", "15:10:00")
        let form = try fixture.keys().merging(["slot": taken]) { $1 }
        _ = try fixture.base.bookedInterview(taken)

        let refused = try fixture.submit("book", form).text
        let keys = ["csrf", "idempotency_key"].map { ($0, refused.value(of: $0) ?? "") }
        let fields = Dictionary(uniqueKeysWithValues: keys + [("slot", free)])

        #expect(try fixture.submit("book", fields).status == .seeOther)
        #expect(try fixture.booked() == free)
    }

    @Test func `an unused form of an earlier state changes nothing and shows how things stand`() throws {
        let fixture = try ChoiceFixture.opened()
        let first = try fixture.base.addSlot()
        let second = try fixture.base.addSlot("15:00:00", "15:10:00")
        let old = try fixture.keys().merging(["slot": first]) { $1 }
        _ = try fixture.book(second)
        let before = try fixture.state()

        for action in ["book", "cancel"] {
            let answer = try fixture.submit(action, old)

            #expect(answer.status == .conflict)
            #expect(answer.text.contains("The page you sent was not up to date any more"))
            #expect(answer.text.contains("03:00 PM to 03:10 PM IST"))
        }
        #expect(try fixture.state() == before)
    }

    // AC-24: by candidate, not by address.
    @Test func `a candidate who sends too many forms has to wait`() throws {
        let fixture = try ChoiceFixture.opened()
        fixture.app.configuration.choicesPerCandidate = 2
        let slot = try fixture.base.addSlot()
        for _ in 0..<2 { _ = try fixture.submit("book", try fixture.keys()) }
        let form = try fixture.keys().merging(["slot": slot]) { $1 }

        let refused = try fixture.submit("book", form)

        #expect(refused.status == .tooManyRequests)
        #expect(refused.headers["Retry-After"] == "900")
        #expect(refused.text.contains("Please wait some minutes"))
        #expect(try fixture.booked() == nil)
        fixture.app.now = fixture.app.now.adding(seconds: 900)
        #expect(try fixture.submit("book", form).status == .seeOther)
    }

    // AC-07: the old link goes on working, and makes nothing.
    @Test func `the link of the mail shows the present state after each change`() throws {
        let fixture = try ChoiceFixture.opened()
        let slot = try fixture.base.addSlot()
        _ = try fixture.book(slot)
        let before = try fixture.state()

        try fixture.open()

        #expect(try fixture.page().text.contains("your interview is booked"))
        #expect(try fixture.state() == before)
        _ = try fixture.cancel()
        try fixture.open()
        #expect(try fixture.page().text.contains("Nothing is booked at the moment."))
        #expect(try fixture.cancel().status == .seeOther, "there is nothing left to cancel")
    }

    @Test func `a time that somebody else took meanwhile brings the list back`() throws {
        let fixture = try ChoiceFixture.opened()
        let taken = try fixture.base.addSlot()
        let free = try fixture.base.addSlot("15:00:00", "15:10:00")
        let form = try fixture.keys().merging(["slot": taken]) { $1 }
        _ = try fixture.base.bookedInterview(taken)

        let refused = try fixture.submit("book", form)

        #expect(refused.status == .conflict)
        #expect(refused.text.contains("That time is not free any more."))
        #expect(try fixture.offered() == [free])
        #expect(try fixture.booked() == nil)
        #expect(try fixture.base.count("SELECT COUNT(*) FROM interview_conflict") == 0, "nothing for staff to settle")
    }

    @Test func `a time at which the candidate has another interview is neither offered nor given`() throws {
        let fixture = try ChoiceFixture.opened()
        let busy = try fixture.base.addSlot(seats: 2)
        let other = try #require(try fixture.base.createInterview(fixture.candidate, slot: busy).json["id"]?.string)
        _ = try fixture.base.book(busy, other)

        #expect(try fixture.offered() == [])
        let refused = try fixture.book(busy)
        #expect(refused.status == .conflict)
        #expect(refused.text.contains("You have another interview at that time."))
    }

    // AC-08: to the second, by the server's clock.
    @Test(arguments: [(-1, 303), (0, 303), (1, 409)] as [(Int64, Int)])
    func `a time is given until the notice begins`(late: Int64, status: Int) throws {
        let fixture = try ChoiceFixture.opened()
        let slot = try fixture.base.addSlot()
        fixture.move(toSecondsBeforeStart: 3600 - late)

        #expect(try fixture.offered() == (status == 303 ? [slot] : []))
        let answer = try fixture.book(slot)

        #expect(answer.status.rawValue == status)
        if status == 409 {
            #expect(answer.text.contains("until 1 hour before it begins"))
            #expect(answer.text.contains("Write to \(fixture.base.recruiter.email)."))
        }
    }

    @Test(arguments: [(-1, 303), (0, 303), (1, 409)] as [(Int64, Int)])
    func `a booking is given up until the cut-off`(late: Int64, status: Int) throws {
        for action in ["cancel", "book"] {
            let fixture = try ChoiceFixture.opened()
            let slot = try fixture.base.addSlot()
            let other = try fixture.base.addSlot("20:00:00", "20:10:00")
            _ = try fixture.book(slot)
            let form = try fixture.keys().merging(["slot": other]) { $1 }
            fixture.move(toSecondsBeforeStart: 7200 - late)

            let answer = try fixture.submit(action, form)

            #expect(answer.status.rawValue == status, "\(action)")
            #expect((try fixture.booked() == slot) == (status == 409))
            if status == 409 {
                #expect(answer.text.contains("until 2 hours before it begins"))
                #expect(answer.text.contains("Write to \(fixture.base.recruiter.email)."))
                #expect(try fixture.offered() == [], "nothing is offered that would be refused")
            }
        }
    }

    @Test func `the candidate books anew three times, by moving or after cancelling`() throws {
        let fixture = try ChoiceFixture.opened()
        let slots = try (10...14).map { try fixture.base.addSlot("\($0):00:00", "\($0):10:00") }
        for slot in slots.prefix(2) { #expect(try fixture.book(slot).status == .seeOther) }
        _ = try fixture.cancel()
        for slot in slots[2...3] { #expect(try fixture.book(slot).status == .seeOther) }
        let form = try fixture.keys().merging(["slot": slots[4]]) { $1 }

        let refused = try fixture.submit("book", form)

        #expect(refused.status == .conflict)
        #expect(refused.text.contains("booked anew 3 times"))
        #expect(try fixture.offered() == [])
        #expect(try fixture.booked() == slots[3])
        #expect(try fixture.invite().status == .created)
        #expect(try fixture.book(slots[4]).status == .seeOther, "invited again, the candidate may")
    }

    @Test func `a form without the page's token does nothing`() throws {
        let fixture = try ChoiceFixture.opened()
        let slot = try fixture.base.addSlot()
        let form = try fixture.keys().merging(["slot": slot]) { $1 }
        let stranger = try ChoiceFixture.opened()
        let before = try fixture.state()

        for csrf in [nil, "", "0", try stranger.keys()["csrf"]] {
            var forged = form
            forged["csrf"] = csrf
            #expect(try fixture.submit("book", forged).status == .forbidden)
            #expect(try fixture.submit("cancel", forged).status == .forbidden)
        }
        let json = try fixture.app.send(
            "POST",
            "/choose/book/",
            ["slot": .string(slot)],
            headers: ["Cookie": fixture.cookie]
        )
        #expect(json.status == .forbidden)
        #expect(try fixture.state() == before)
    }

    @Test func `no time chosen is a sentence on the page`() throws {
        let fixture = try ChoiceFixture.opened()
        _ = try fixture.base.addSlot()

        let answer = try fixture.submit("book", try fixture.keys())

        #expect(answer.status == .badRequest)
        #expect(answer.text.contains("Please choose a time first."))
    }

    @Test func `revoked between page and form, nothing happens`() throws {
        let fixture = try ChoiceFixture.opened()
        let form = try fixture.keys().merging(["slot": try fixture.base.addSlot()]) { $1 }
        _ = try fixture.revoke()

        #expect(try fixture.submit("book", form).status == .notFound)
        #expect(try fixture.booked() == nil)
    }

    @Test func `an interview that is over cannot be changed`() throws {
        let fixture = try ChoiceFixture.opened()
        let slot = try fixture.base.addSlot()
        let form = try fixture.keys().merging(["slot": slot]) { $1 }
        try fixture.app.db.execute("UPDATE interview SET status = 'completed'")

        let refused = try fixture.submit("book", form)

        #expect(refused.status == .conflict)
        #expect(refused.text.contains("This interview is over"))
        #expect(try fixture.offered() == [])
    }
}
