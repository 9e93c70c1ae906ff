import CivilTime
import Domain
import MariaDB
import Secrets
import Store

/// Adds what the demonstration lacks; run again, it adds slots for the days that have come into view.
struct DemoLoader {
    private static let days = 7

    private let db: Connection
    private let zone: Zone
    private let now: Instant

    init(_ db: Connection, zone: Zone, at now: Instant) {
        self.db = db
        self.zone = zone
        self.now = now
    }

    func load() throws {
        for account in DemoAccount.all { try add(account) }
        for company in DemoCompany.allCases {
            let id = try CompanyStore(db).findOrCreate(company.name, at: now)
            let jobs = try company.jobs.map { try job($0, of: company, id) }
            for candidate in company.candidates { _ = try self.candidate(candidate, of: company, id, jobs) }
            try addSlots(company: id, jobs: jobs)
        }
    }

    /// The id of a candidate of the demonstration.
    func candidate(_ candidate: DemoCandidate, of company: DemoCompany, _ id: Int64, _ jobs: [Int64]) throws -> Int64 {
        guard let recruiter = try UserStore(db).find(login: company.recruiterEmail)?.user else {
            throw Refusal("The demonstration is not loaded. Run: interviews demo load")
        }
        return try DemoStore(db).findOrCreate(
            DemoStore.Candidate(
                companyID: id,
                recruiterID: recruiter.id,
                jobID: jobs[candidate.job],
                domain: company.jobs[candidate.job].domain,
                fullName: candidate.name,
                email: candidate.email,
                phone: "+91 98450 00000",
                workExperience: candidate.years,
                contactEmail: company.recruiterEmail
            ),
            at: now
        )
    }

    /// The id of a job of the demonstration, made if there is none of that title.
    func job(_ job: DemoJob, of company: DemoCompany, _ id: Int64) throws -> Int64 {
        if let known = try JobStore(db).find(title: job.title, in: .company(id)) { return known.id }
        var fields = Job.Fields()
        fields.title = job.title
        fields.companyName = company.name
        fields.companyID = id
        fields.domainID = try domain(job.domain)
        fields.spocEmail = company.recruiterEmail
        fields.hiringManagerEmail = "company@\(company.mailDomain)"
        fields.numberToHire = 2
        fields.positionLevel = job.level
        fields.codingLanguage = job.language
        fields.description = "A position of the demonstration: \(job.title) at \(company.name)."
        return try JobStore(db).create(fields, at: now)
    }

    private func domain(_ name: String) throws -> Int64? {
        if let known = try DemoStore(db).domain(named: name) { return known }
        let written = try JobDomainStore(db).create(
            name: name,
            description: "A domain of the demonstration.",
            isActive: true,
            at: now
        )
        guard case .written(let id) = written else { return try DemoStore(db).domain(named: name) }
        return id
    }

    /// Accounts that are there keep the password they have.
    private func add(_ account: DemoAccount) throws {
        guard try UserStore(db).find(login: account.email) == nil else { return }
        let user = NewUser(
            username: account.email,
            email: account.email,
            fullName: account.fullName,
            role: account.role,
            passwordHash: try Password.hash(account.password),
            company: account.company.map { .named($0.name) } ?? .none
        )
        switch try UserStore(db).create(user, at: now) {
        case .created, .emailTaken, .usernameTaken: return
        case .companyTaken, .noSuchCompany: throw Refusal("The company of \(account.email) could not be made.")
        }
    }

    private func addSlots(company: Int64, jobs: [Int64]) throws {
        let slots = DemoSlots(company: company, jobs: jobs, zone: zone, at: now)
        let today = zone.local(now).date
        for day in 0...DemoLoader.days {
            let date = today.adding(days: day)
            guard let start = zone.instant(of: LocalDateTime(date: date, time: .midnight)) else { continue }
            let isTaken = try !SlotStore(db).occupied(company: company, from: start, to: start.adding(seconds: 86_400))
                .isEmpty
            guard !isTaken else { continue }
            for slot in slots.day(date) where slot.time.startsAt > now { try SlotStore(db).add(slot) }
        }
        let soon = try SlotStore(db).occupied(
            company: company,
            from: now.adding(seconds: 120),
            to: now.adding(seconds: 1200)
        )
        guard soon.allSatisfy({ $0.start <= now }) else { return }
        for slot in slots.soon() { try SlotStore(db).add(slot) }
    }
}
