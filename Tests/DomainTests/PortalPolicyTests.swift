import CivilTime
import Domain
import Testing

struct PortalPolicyTests {
    private let policy = PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800)
    private let start = Instant(seconds: 1_795_338_000)

    private func session(entered: Bool = false, booked: Bool = true, completed: Bool = false) -> PortalSession {
        PortalSession(
            id: SessionID(trusted: "s"),
            interviewID: InterviewID(trusted: "i"),
            candidateID: 1,
            candidateName: "Asha Rao",
            companyID: 1,
            companyName: "Acme",
            jobID: nil,
            jobTitle: nil,
            contact: nil,
            zoneName: nil,
            startsAt: start,
            endsAt: start.adding(seconds: 3600),
            isBooked: booked,
            isCompleted: completed,
            enteredAt: entered ? start : nil,
            languageCode: "en-IN",
            interviewType: .general,
            questionCount: 4
        )
    }

    // 7.14: mail, page and API each knew another window.
    @Test(arguments: [
        (-3600, PortalPolicy.State.early), (-31, .early), (-30, .open), (0, .open), (599, .open), (600, .open),
        (601, .expired), (3600, .expired),
    ])
    func `one may come in for the first time from 30 s before the start until 10 minutes after`(
        seconds: Int,
        state: PortalPolicy.State
    ) {
        #expect(session().state(at: start.adding(seconds: Int64(seconds)), by: policy) == state)
    }

    // 7.15: a reload after the grace period locked the candidate out.
    @Test(arguments: [
        (601, PortalPolicy.State.open), (3600, .open), (3600 + 1800, .open), (3600 + 1801, .expired), (-31, .early),
    ])
    func `one who came in may come back until half an hour after the end`(seconds: Int, state: PortalPolicy.State) {
        #expect(session(entered: true).state(at: start.adding(seconds: Int64(seconds)), by: policy) == state)
    }

    @Test func `a microsecond is enough to be early or late`() {
        let opens = Instant(microseconds: start.adding(seconds: -30).microseconds - 1)
        let closes = Instant(microseconds: start.adding(seconds: 600).microseconds + 1)

        #expect(session().state(at: opens, by: policy) == .early)
        #expect(session().state(at: closes, by: policy) == .expired)
    }

    @Test func `a short interview with a small margin stays open until the last first entry`() {
        let strict = PortalPolicy(earlySeconds: 0, graceSeconds: 600, endMarginSeconds: 0)
        let window = strict.window(startsAt: start, endsAt: start.adding(seconds: 300))

        #expect(window.closesAt == start.adding(seconds: 600))
    }

    @Test func `extra time stretches the grace and the interview, but not the margin`() {
        let window = policy.window(
            startsAt: start,
            endsAt: start.adding(seconds: 3600),
            accommodation: Accommodation(timePercent: 150)
        )

        #expect(window.opensAt == start.adding(seconds: -30))
        #expect(window.entryUntil == start.adding(seconds: 900))
        #expect(window.endsAt == start.adding(seconds: 5400))
        #expect(window.closesAt == start.adding(seconds: 5400 + 1800))
    }

    @Test func `one who is let in later has the whole interview's time from then`() {
        let late = start.adding(seconds: 7200)
        let window = policy.window(startsAt: start, endsAt: start.adding(seconds: 3600), extendedUntil: late)

        #expect(window.entryUntil == late)
        #expect(window.endsAt == late.adding(seconds: 3600))
        #expect(window.closesAt == late.adding(seconds: 3600 + 1800))
    }

    @Test func `an extension before the usual time takes nothing away`() {
        let window = policy.window(
            startsAt: start,
            endsAt: start.adding(seconds: 3600),
            extendedUntil: start.adding(seconds: -60)
        )

        #expect(window.entryUntil == start.adding(seconds: 600))
        #expect(window.endsAt == start.adding(seconds: 3600))
    }

    @Test(arguments: [-3600, 0, 601, 100_000])
    func `a cancelled interview is cancelled at any time`(seconds: Int) {
        let now = start.adding(seconds: Int64(seconds))
        #expect(session(booked: false).state(at: now, by: policy) == .cancelled)
        #expect(session(entered: true, booked: false).state(at: now, by: policy) == .cancelled)
    }

    @Test func `a finished interview stays finished, even if its booking is cancelled afterwards`() {
        #expect(session(entered: true, booked: false, completed: true).state(at: start, by: policy) == .completed)
    }

    @Test func `recordings arrive once the candidate is in, and after the end while the door is open`() {
        let end = start.adding(seconds: 3600 + 1800)
        #expect(!session().takesRecordings(at: start, by: policy))
        #expect(session(entered: true).takesRecordings(at: start, by: policy))
        #expect(session(entered: true).takesRecordings(at: end, by: policy))
        #expect(session(entered: true, completed: true).takesRecordings(at: end, by: policy))
        #expect(!session(entered: true, completed: true).takesRecordings(at: end.adding(seconds: 1), by: policy))
        #expect(!session(entered: true, booked: false).takesRecordings(at: start, by: policy))
    }
}
