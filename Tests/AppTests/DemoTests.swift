import CivilTime
import Domain
import MariaDB
import Secrets
import Store
import TestSupport
import Testing

@testable import App

@Suite struct DemoTests {
    /// 2026-11-22T09:00:30Z, 14:30:30 in Kolkata.
    private static let now = Instant(seconds: 1_795_338_030)

    private let installation: TestInstallation
    private let settings: Settings
    private let db: Connection

    init() throws {
        installation = try TestInstallation()
        settings = try installation.settings()
        db = try installation.database.connect()
    }

    private func load(at now: Instant = now) throws {
        try DemoLoader(db, zone: settings.timeZone, at: now).load()
    }

    @Test func `everybody of the demonstration can log in and belongs where it says`() throws {
        try load()

        for account in DemoAccount.all {
            let found = try #require(try UserStore(db).find(login: account.email))
            #expect(try Password.verify(account.password, against: found.passwordHash))
            #expect(found.user.role == account.role)
            #expect(found.user.companyName == account.company?.name)
        }
        #expect(try db.count("SELECT COUNT(*) FROM company") == 2)
        #expect(try db.count("SELECT COUNT(*) FROM recruiter") == 2)
    }

    @Test func `loading it again adds nothing`() throws {
        let tables: [SQL] = ["user", "company", "domain", "job", "candidate", "slot"]
        try load()
        let before = try tables.map { try db.count("SELECT COUNT(*) FROM \($0)") }

        try load()

        #expect(try tables.map { try db.count("SELECT COUNT(*) FROM \($0)") } == before)
    }

    @Test func `a day later the day that came into view has slots, and some begin soon`() throws {
        try load()
        let tomorrow = DemoTests.now.adding(seconds: 86_400)

        try load(at: tomorrow)

        #expect(try db.count("SELECT COUNT(*) FROM slot WHERE interview_date = '2026-11-30'") == 10)
        let soon = try db.count(
            """
            SELECT COUNT(*)
            FROM slot
            WHERE starts_at > \(tomorrow) AND starts_at <= \(tomorrow.adding(seconds: 600)) AND max_candidates = 1
            """
        )
        #expect(soon == 2)
    }

    @Test func `there are slots with one, two and three seats, in working hours of the zone`() throws {
        try load()

        let seats = try db.all(
            "SELECT DISTINCT max_candidates FROM slot WHERE interview_date > '2026-11-22' ORDER BY 1"
        ) { (row) throws(DatabaseError) in try row.int() }
        #expect(seats == [1, 2, 3])
        #expect(
            try db.count(
                """
                SELECT COUNT(*)
                FROM slot
                WHERE interview_date > '2026-11-22' AND (start_time < '10:00' OR end_time > '17:00')
                """
            ) == 0
        )
    }

    @Test func `the open session's window is open, also when it is asked for again`() throws {
        try load()

        for offset: Int64 in [0, 3, 61] {
            let now = DemoTests.now.adding(seconds: offset)
            let opened = try DemoSession(settings, db, at: now).open()
            #expect(opened.window.opensAt <= now && now < opened.window.entryUntil)
            #expect(opened.url.hasPrefix("http://localhost:8000/?session_key="))
        }

        #expect(try db.count("SELECT COUNT(*) FROM interview WHERE status = 'scheduled'") == 1)
        #expect(try db.count("SELECT COUNT(*) FROM slot WHERE current_bookings = 1") == 3)
    }

    @Test(arguments: [Int64](0..<5))
    func `a session can be opened around midnight`(minutes: Int64) throws {
        try load()
        // 18:28:30Z is 23:58:30 in Kolkata.
        let now = Instant(seconds: 1_795_372_110).adding(seconds: minutes * 60)

        let opened = try DemoSession(settings, db, at: now).open()

        #expect(opened.window.opensAt <= now && now < opened.window.entryUntil)
    }

    @Test func `a session cannot be opened before the demonstration is loaded`() throws {
        #expect(throws: Refusal.self) { try DemoSession(settings, db, at: DemoTests.now).open() }
    }
}
