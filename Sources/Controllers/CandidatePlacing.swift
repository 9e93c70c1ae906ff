import CivilTime
import Domain
import MariaDB
import Store
import Web

extension CandidatePlace {
    /// Where a new candidate belongs: to the user of `pocEmail`, if that is one of the caller's company, else to the
    /// caller; and to the job of that title that this company has.
    ///
    /// `nil` where there is no such job; who belongs to no company has no candidates.
    static func find(pocEmail: String?, jobTitle: String?, by caller: Caller, _ work: Work) throws -> CandidatePlace? {
        guard caller.role == .admin || caller.companyID != nil else { throw HTTPError.forbidden }
        var recruiter = (id: caller.id, email: caller.email, company: caller.companyID)
        if let pocEmail, let user = try UserStore(work.db).find(email: pocEmail, in: Access.scope(of: caller)) {
            recruiter = (user.id, user.email, user.companyID)
        }
        var job: Job?
        if let jobTitle {
            let scope = recruiter.company.map(Access.Scope.company) ?? Access.scope(of: caller)
            job = try JobStore(work.db).find(title: jobTitle, in: scope)
            if job == nil { return nil }
        }
        return CandidatePlace(
            recruiterID: recruiter.id,
            recruiterEmail: recruiter.email,
            company: recruiter.company,
            job: job
        )
    }
}

extension ResumeStore {
    /// The resume of a record: the file of that name that the caller uploaded, or an empty row where there is none.
    static func claimOrInsert(_ name: String, by caller: Caller, db: Connection, at now: Instant) throws -> ResumeID {
        if !name.isEmpty, let id = try ResumeStore(db).claim(name: name, user: caller.id) { return id }
        let resume = ResumeFolder.missing(named: name)
        try ResumeStore(db).insert(resume, user: caller.id, at: now)
        return resume.id
    }
}
