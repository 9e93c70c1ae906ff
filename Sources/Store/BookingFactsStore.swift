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
            BookingFactsStore.facts(
                of: interview,
                version: "schedule.calendar_sequence",
                """
                JOIN schedule ON schedule.interview_id = interview.id
                JOIN slot ON slot.id = schedule.slot_id
                JOIN session ON session.interview_id = interview.id
                """
            ),
            Found.init
        )
        return try found?.facts(of: interview, zone: zone, link: link)
    }

    /// The facts of a booking that is about to be made, asked for under its locks.
    public struct Coming {
        fileprivate let interview: InterviewID
        fileprivate let found: Batch.Answer<Found?>

        /// What the booking will have to say, once the batch has run and it is written: `notes` are new ones, `session` is made
        /// if the interview has none.
        public func facts(
            notes: String?,
            session: SessionID,
            zone: (String?) throws -> Zone,
            link: (SessionID) -> String
        ) throws -> BookingFacts? {
            guard var found = found.value else { return nil }
            found.session = found.session ?? session
            if let notes { found.notes = notes }
            return try found.facts(of: interview, zone: zone, link: link)
        }
    }

    /// The same for the booking that `interview` is about to have in `slot`: with the version that `BookingStore` will give it.
    public func facts(of interview: InterviewID, comingTo slot: SlotID, in batch: inout Batch) -> Coming {
        let sql = BookingFactsStore.facts(
            of: interview,
            version: """
                COALESCE(
                    schedule.calendar_sequence + 1,
                    (SELECT COALESCE(MAX(version) + 1, 0) FROM outbox WHERE outbox.interview_id = interview.id)
                )
                """,
            """
            JOIN slot ON slot.id = \(slot)
            LEFT JOIN schedule ON schedule.interview_id = interview.id
            LEFT JOIN session ON session.interview_id = interview.id
            """
        )
        return Coming(interview: interview, found: batch.first(sql, Found.init))
    }

    private static func facts(of interview: InterviewID, version: SQL, _ booking: SQL) -> SQL {
        """
        SELECT \(version), candidate.full_name, candidate.email, candidate.locale,
            COALESCE(job.job_title, slot_job.job_title, candidate_job.job_title, ''),
            COALESCE(job.company_name, slot_job.company_name, candidate_job.company_name, company.name),
            COALESCE(job.coding_language, slot_job.coding_language, candidate_job.coding_language, 'PYTHON'),
            slot.starts_at, slot.ends_at, COALESCE(slot.time_zone, company.time_zone), slot.ai_interview_type,
            COALESCE(schedule.booking_notes, ''), session.id, company.contact, user.id, user.full_name, user.email,
            candidate.time_zone, company.signature,
            COALESCE(preference.email_enabled AND preference.interview_notifications, TRUE),
            COALESCE(preference.in_app_enabled AND preference.interview_notifications, TRUE)
        FROM interview
        \(booking)
        JOIN company ON company.id = slot.company_id
        JOIN candidate ON candidate.id = interview.candidate_id
        LEFT JOIN job ON job.id = interview.job_id
        LEFT JOIN job slot_job ON slot_job.id = slot.job_id
        LEFT JOIN job candidate_job ON candidate_job.id = candidate.job_id
        LEFT JOIN user ON user.id = COALESCE(candidate.recruiter_id, interview.created_by) AND user.is_active
        LEFT JOIN notification_preference preference ON preference.user_id = user.id
        WHERE interview.id = \(interview)
        """
    }

    fileprivate struct Found {
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
