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
            SELECT \(BookingFactsStore.columns(version: "schedule.calendar_sequence"))
            FROM interview
            JOIN candidate ON candidate.id = interview.candidate_id
            JOIN schedule ON schedule.interview_id = interview.id
            JOIN slot ON slot.id = schedule.slot_id
            JOIN company ON company.id = slot.company_id
            LEFT JOIN job slot_job ON slot_job.id = slot.job_id
            \(BookingFactsStore.joins)
            WHERE interview.id = \(interview)
            """,
            Found.init
        )
        return try found?.facts(of: interview, zone: zone, link: link)
    }

    /// The facts of a booking that is about to be made, read under its locks.
    public struct Coming {
        private let interview: InterviewID
        private let found: Found

        init(_ interview: InterviewID, _ row: inout Row) throws(DatabaseError) {
            self.interview = interview
            found = try Found(&row)
        }

        /// What the booking will have to say once it is written: `notes` are new ones, `session` is made if the interview has
        /// none.
        public func facts(
            notes: String?,
            session: SessionID,
            zone: (String?) throws -> Zone,
            link: (SessionID) -> String
        ) throws -> BookingFacts? {
            var found = found
            found.session = found.session ?? session
            if let notes { found.notes = notes }
            return try found.facts(of: interview, zone: zone, link: link)
        }
    }

    /// What a query that reads a `Coming` adds, where `interview`, `candidate`, `slot`, `company`, `slot_job` and, if there is
    /// one, the `schedule` are joined: the version is the one that `BookingStore` will give the booking.
    static var coming: (columns: SQL, joins: SQL) {
        let version: SQL = """
            COALESCE(
                schedule.calendar_sequence + 1,
                (SELECT COALESCE(MAX(version) + 1, 0) FROM outbox WHERE outbox.interview_id = interview.id)
            )
            """
        return (columns(version: version), joins)
    }

    private static func columns(version: SQL) -> SQL {
        """
        \(version), candidate.full_name, candidate.email, candidate.locale,
        COALESCE(job.job_title, slot_job.job_title, candidate_job.job_title, ''),
        COALESCE(job.company_name, slot_job.company_name, candidate_job.company_name, company.name),
        COALESCE(job.coding_language, slot_job.coding_language, candidate_job.coding_language, 'PYTHON'),
        slot.starts_at, slot.ends_at, COALESCE(slot.time_zone, company.time_zone), slot.ai_interview_type,
        COALESCE(schedule.booking_notes, ''), session.id, company.contact, user.id, user.full_name, user.email,
        candidate.time_zone, company.signature,
        COALESCE(preference.email_enabled AND preference.interview_notifications, TRUE),
        COALESCE(preference.in_app_enabled AND preference.interview_notifications, TRUE)
        """
    }

    private static let joins: SQL = """
        LEFT JOIN session ON session.interview_id = interview.id
        LEFT JOIN job ON job.id = interview.job_id
        LEFT JOIN job candidate_job ON candidate_job.id = candidate.job_id
        LEFT JOIN user ON user.id = COALESCE(candidate.recruiter_id, interview.created_by)
            AND \(NotificationStore.mayBeTold(ofCompany: "company.id"))
        LEFT JOIN notification_preference preference ON preference.user_id = user.id
        """

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
        var notes: String
        var session: SessionID?
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
            session = try row.optionalID()
            contact = try row.string()
            let user = try row.optionalKey()
            let userName = try row.optionalString()
            let userEmail = try row.optionalString()
            candidateZoneName = try row.optionalString()
            signature = try row.string()
            let channels = try NotificationChannels(&row)
            recruiter = user.map {
                BookingFacts.Recruiter(userID: $0, name: userName ?? "", email: userEmail ?? "", channels: channels)
            }
        }

        func facts(
            of interview: InterviewID,
            zone: (String?) throws -> Zone,
            link: (SessionID) -> String
        ) throws -> BookingFacts? {
            guard let email, !email.isEmpty, let session else { return nil }
            return BookingFacts(
                interviewID: interview,
                version: version,
                candidateName: name,
                candidateEmail: email,
                locale: locale,
                job: job,
                company: company,
                codingLanguage: codingLanguage,
                startsAt: startsAt,
                endsAt: endsAt,
                zone: try zone(zoneName),
                candidateZone: candidateZoneName.flatMap { try? zone($0) },  // Without it, the company's will do.
                interviewType: type,
                notes: notes,
                link: link(session),
                contact: contact.isEmpty ? recruiter?.email ?? "" : contact,
                signature: signature,
                recruiters: [recruiter].compactMap(\.self)
            )
        }
    }
}
