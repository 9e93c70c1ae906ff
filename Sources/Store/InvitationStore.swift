public import CivilTime
public import Domain
public import MariaDB

/// The `invitation` table, with what a page or a mail tells of the interview.
public struct InvitationStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// How an invitation is found.
    public enum Key: Sendable {
        case id(InvitationID)
        case tokenHash([UInt8])
        case interview(InterviewID)
    }

    /// The invitation to an interview of a company; revoked and expired ones too.
    ///
    /// The job is the interview's, else the candidate's.
    public func invitation(_ key: Key) throws(DatabaseError) -> Invitation? {
        let condition: SQL =
            switch key {
            case .id(let id): "invitation.id = \(id)"
            case .tokenHash(let hash): "invitation.token_hash = \(hash)"
            case .interview(let id): "invitation.interview_id = \(id)"
            }
        return try db.first(
            """
            SELECT invitation.id, interview.id, interview.status, candidate.id, candidate.full_name,
                COALESCE(candidate.email, ''), candidate.time_zone, candidate.locale, company.id,
                COALESCE(job.company_name, company.name), company.time_zone, job.id, job.job_title,
                COALESCE(NULLIF(company.contact, ''), user.email, ''), company.signature, \(Invitation.Terms.columns),
                COALESCE(
                    schedule.calendar_sequence,
                    (SELECT MAX(version) FROM outbox WHERE outbox.interview_id = interview.id),
                    0
                ),
                \(BookingRules.columns), \(SelfBookingTerms.columns),
                slot.id, slot.starts_at, slot.ends_at, schedule.is_active, schedule.calendar_sequence
            FROM invitation
            JOIN interview ON interview.id = invitation.interview_id
            JOIN candidate ON candidate.id = interview.candidate_id
            JOIN company ON company.id = interview.company_id
            LEFT JOIN job ON job.id = COALESCE(interview.job_id, candidate.job_id)
            LEFT JOIN user ON user.id = COALESCE(candidate.recruiter_id, interview.created_by) AND user.is_active
            LEFT JOIN schedule ON schedule.interview_id = interview.id
            LEFT JOIN slot ON slot.id = schedule.slot_id
            WHERE \(condition)
            """,
            Invitation.init
        )
    }

    /// Locks the invitation's row, after the interview's, and reads what it grants now.
    public func lock(_ id: InvitationID) throws(DatabaseError) -> Invitation.Terms? {
        try db.first(
            "SELECT \(Invitation.Terms.columns) FROM invitation WHERE id = \(id) FOR UPDATE",
            Invitation.Terms.init
        )
    }

    /// Locks the interview, so that only one caller at a time makes or renews its invitation.
    ///
    /// `false` when there is no such interview, or it has no company whose slots could be offered.
    public func lockInterview(_ id: InterviewID) throws(DatabaseError) -> Bool {
        try db.first("SELECT company_id FROM interview WHERE id = \(id) FOR UPDATE") { (row) throws(DatabaseError) in
            try row.optionalKey()
        }
        .flatMap(\.self) != nil
    }

    /// Writes a new invitation, or gives the interview's present row new terms; `id` stays unless it was revoked.
    public func put(
        _ id: InvitationID,
        tokenHash: [UInt8],
        for interview: InterviewID,
        days: (first: LocalDate?, last: LocalDate?),
        expiresAt: Instant,
        by user: Int64?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO invitation (
                id, interview_id, token_hash, slots_from, slots_to, expires_at, mails, created_by, created_at
            ) VALUES (
                \(id), \(interview), \(tokenHash), \(days.first), \(days.last), \(expiresAt), 1, \(user), \(now)
            )
            ON DUPLICATE KEY UPDATE
                id = VALUES(id), token_hash = VALUES(token_hash), slots_from = VALUES(slots_from),
                slots_to = VALUES(slots_to), expires_at = VALUES(expires_at), revoked_at = NULL, moves = 0,
                mails = mails + 1
            """
        )
    }

    /// Ends the interview's invitation; `false` when there is none that could be ended.
    public func revoke(_ interview: InterviewID, at now: Instant) throws(DatabaseError) -> Bool {
        try db.execute(
            "UPDATE invitation SET revoked_at = \(now) WHERE interview_id = \(interview) AND revoked_at IS NULL"
        ) == 1
    }

    /// Counts what the candidate did; `moves` rises with a booking that is not the first.
    public func count(_ id: InvitationID, moves: Int) throws(DatabaseError) {
        try db.execute("UPDATE invitation SET changes = changes + 1, moves = moves + \(moves) WHERE id = \(id)")
    }

    /// A slot as the list looks at it; of the candidate the facts say nothing yet.
    public struct Offer: Equatable, Sendable {
        public let id: SlotID
        public let startsAt: Instant
        public let endsAt: Instant
        public var facts: ClaimFacts
    }

    /// The invitation's slots that start from `first` to `last` and seem to have a seat, by time; the rules decide.
    public func offers(
        for invitation: Invitation,
        from first: Instant,
        to last: Instant?,
        limit: Int,
        at now: Instant
    ) throws(DatabaseError) -> [Offer] {
        var range: SQL = "slot.starts_at >= \(first)"
        if let last { range = range + " AND slot.starts_at <= \(last)" }
        if let day = invitation.terms.firstDay { range = range + " AND slot.interview_date >= \(day)" }
        if let day = invitation.terms.lastDay { range = range + " AND slot.interview_date <= \(day)" }
        return try db.all(
            """
            SELECT slot.id, slot.starts_at, slot.ends_at, slot.status, slot.max_candidates, slot.current_bookings,
                (
                    SELECT COUNT(*)
                    FROM hold
                    WHERE hold.slot_id = slot.id AND hold.expires_at > \(now)
                      AND hold.interview_id <> \(invitation.interviewID)
                )
            FROM slot
            WHERE slot.company_id = \(invitation.companyID)
              AND (slot.job_id IS NULL OR slot.job_id = \(invitation.jobID))
              AND slot.wire_status = 'available' AND \(range) AND NOT \(Blackout.coversSlot)
            ORDER BY slot.starts_at, slot.id
            LIMIT \(limit)
            """
        ) { (row) throws(DatabaseError) in
            let id: SlotID = try row.id()
            let startsAt = try row.instant()
            let endsAt = try row.instant()
            let facts = ClaimFacts(
                slotStatus: SlotStatus(rawValue: try row.string()) ?? .cancelled,
                time: TimeSpan(startsAt, endsAt),
                maxCandidates: try row.int(),
                otherBookings: try row.int(),
                otherHolds: try row.int(),
                rules: invitation.rules
            )
            return Offer(id: id, startsAt: startsAt, endsAt: endsAt, facts: facts)
        }
    }
}

extension Invitation {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.id(),
            interviewID: try row.id(),
            interviewIsOpen: try row.string() == InterviewStatus.scheduled.rawValue,
            candidateID: try row.key(),
            candidateName: try row.string(),
            candidateEmail: try row.string(),
            candidateZoneName: try row.optionalString(),
            locale: try row.string(),
            companyID: try row.key(),
            companyName: try row.string(),
            zoneName: try row.optionalString(),
            jobID: try row.optionalKey(),
            jobTitle: try row.optionalString(),
            contact: try row.string(),
            signature: try row.string(),
            terms: try Terms(&row),
            booking: nil,
            mailVersion: try row.int(),
            rules: try BookingRules(&row),
            selfBooking: try SelfBookingTerms(&row)
        )
        let slot: SlotID? = try row.optionalID()
        guard let slot else { return }
        booking = Booking(
            slotID: slot,
            startsAt: try row.instant(),
            endsAt: try row.instant(),
            isActive: try row.bool(),
            sequence: try row.int()
        )
    }
}

extension Invitation.Terms {
    static let columns: SQL = """
        invitation.slots_from, invitation.slots_to, invitation.expires_at, invitation.revoked_at, invitation.moves,
        invitation.changes, invitation.mails
        """

    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            firstDay: try row.optionalDate(),
            lastDay: try row.optionalDate(),
            expiresAt: try row.instant(),
            isRevoked: try row.optionalInstant() != nil,
            moves: try row.int(),
            changes: try row.int(),
            mails: try row.int()
        )
    }
}
