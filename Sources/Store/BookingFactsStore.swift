public import CivilTime
public import Domain
public import MariaDB

/// What a mail about a booking has to say, gathered in one query from the rows that a booking touches.
public struct BookingFactsStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The facts of the interview's booking, cancelled or not; `nil` when it has none, or the candidate has no address.
    ///
    /// The job is the interview's, else the slot's, else the candidate's; the company is named as the job names it.
    /// `link` makes the portal's address from the session's id.
    public func facts(
        of interview: InterviewID,
        zone: (String?) throws -> Zone,
        link: (SessionID) -> String
    ) throws -> BookingFacts? {
        let found = try db.first(
            """
            SELECT schedule.calendar_sequence, candidate.full_name, candidate.email, candidate.locale,
                COALESCE(job.job_title, slot_job.job_title, candidate_job.job_title, ''),
                COALESCE(job.company_name, slot_job.company_name, candidate_job.company_name, company.name),
                COALESCE(job.coding_language, slot_job.coding_language, candidate_job.coding_language, 'PYTHON'),
                slot.starts_at, slot.ends_at, COALESCE(slot.time_zone, company.time_zone), slot.ai_interview_type,
                schedule.booking_notes, session.id, company.contact, user.id, user.full_name, user.email,
                candidate.time_zone, company.signature
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id
            JOIN slot ON slot.id = schedule.slot_id
            JOIN company ON company.id = slot.company_id
            JOIN candidate ON candidate.id = interview.candidate_id
            JOIN session ON session.interview_id = interview.id
            LEFT JOIN job ON job.id = interview.job_id
            LEFT JOIN job slot_job ON slot_job.id = slot.job_id
            LEFT JOIN job candidate_job ON candidate_job.id = candidate.job_id
            LEFT JOIN user ON user.id = COALESCE(candidate.recruiter_id, interview.created_by) AND user.is_active
            WHERE interview.id = \(interview)
            """,
            Found.init
        )
        guard let found, let email = found.email, !email.isEmpty else { return nil }
        return BookingFacts(
            interviewID: interview,
            version: found.version,
            candidateName: found.name,
            candidateEmail: email,
            locale: found.locale,
            job: found.job,
            company: found.company,
            codingLanguage: found.codingLanguage,
            startsAt: found.startsAt,
            endsAt: found.endsAt,
            zone: try zone(found.zoneName),
            candidateZone: found.candidateZoneName.flatMap { try? zone($0) },  // Without it, the company's will do.
            interviewType: found.type,
            notes: found.notes,
            link: link(found.session),
            contact: found.contact.isEmpty ? found.recruiter?.email ?? "" : found.contact,
            signature: found.signature,
            recruiters: [found.recruiter].compactMap(\.self)
        )
    }

    private struct Found {
        let version: Int
        let name: String
        let email: String?
        let locale: String
        let job: String
        let company: String
        let codingLanguage: String
        let startsAt: Instant
        let endsAt: Instant
        let zoneName: String?
        let type: String
        let notes: String
        let session: SessionID
        let contact: String
        let recruiter: BookingFacts.Recruiter?
        let candidateZoneName: String?
        let signature: String

        init(_ row: inout Row) throws(DatabaseError) {
            version = try row.int()
            name = try row.string()
            email = try row.optionalString()
            locale = try row.string()
            job = try row.string()
            company = try row.string()
            codingLanguage = try row.string()
            startsAt = try row.instant()
            endsAt = try row.instant()
            zoneName = try row.optionalString()
            type = try row.string()
            notes = try row.string()
            session = try row.id()
            contact = try row.string()
            let user = try row.optionalKey()
            let userName = try row.optionalString()
            let userEmail = try row.optionalString()
            recruiter = user.map { BookingFacts.Recruiter(userID: $0, name: userName ?? "", email: userEmail ?? "") }
            candidateZoneName = try row.optionalString()
            signature = try row.string()
        }
    }
}
