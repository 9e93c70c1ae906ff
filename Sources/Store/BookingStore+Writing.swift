public import CivilTime
public import Domain
public import MariaDB

/// What a booking writes, each inside the transaction that holds the rows' locks.
extension BookingStore {
    /// Takes a seat that was seen to be free under the locks.
    public func takeSeat(in slot: SlotID, at now: Instant) throws(DatabaseError) {
        try db.queueChange(
            """
            UPDATE slot
            SET current_bookings = current_bookings + 1, version = version + 1, updated_at = \(now)
            WHERE id = \(slot) AND current_bookings < max_candidates
            """
        )
    }

    public func freeSeat(in slot: SlotID, at now: Instant) throws(DatabaseError) {
        try db.queue(
            """
            UPDATE slot
            SET current_bookings = current_bookings - 1, version = version + 1, updated_at = \(now)
            WHERE id = \(slot)
            """
        )
    }

    public func hold(
        _ slot: SlotID,
        for interview: InterviewID,
        kind: HoldKind,
        statusBefore: ScheduleStatus? = nil,
        until expiry: Instant,
        by user: Int64?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.queue(
            """
            INSERT INTO hold (interview_id, slot_id, kind, status_before, expires_at, created_by, created_at)
            VALUES (
                \(interview), \(slot), \(kind.rawValue), \(statusBefore?.rawValue), \(expiry), \(user), \(now)
            )
            ON DUPLICATE KEY UPDATE expires_at = VALUES(expires_at)
            """
        )
    }

    public func dropHolds(of interview: InterviewID, kind: HoldKind? = nil) throws(DatabaseError) {
        guard let kind else {
            try db.queue("DELETE FROM hold WHERE interview_id = \(interview)")
            return
        }
        try db.queue("DELETE FROM hold WHERE interview_id = \(interview) AND kind = \(kind.rawValue)")
    }

    /// Released bookings whose hold has run out: nobody renewed or moved them.
    public func expiredReleases(at now: Instant, limit: Int) throws(DatabaseError) -> [InterviewID] {
        try db.all(
            """
            SELECT interview_id
            FROM hold
            WHERE expires_at <= \(now) AND kind = 'release'
            ORDER BY expires_at, interview_id
            LIMIT \(limit)
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    /// Removes holds for new bookings that ran out; they count for nothing already.
    public func sweepHolds(at now: Instant) throws(DatabaseError) {
        try db.queue("DELETE FROM hold WHERE expires_at <= \(now) AND kind = 'new' LIMIT 1000")
    }

    /// Adds the interview's booking.
    ///
    /// An earlier one may have gone with its slot: the new one goes on behind that one's mail, or it would pass for told.
    public func addSchedule(
        _ id: ScheduleID,
        interview: InterviewID,
        slot: SlotID,
        notes: String,
        at now: Instant
    ) throws(DatabaseError) {
        try db.queue(
            """
            INSERT INTO schedule (id, interview_id, slot_id, status, booking_notes, booked_at, calendar_sequence)
            VALUES (
                \(id), \(interview), \(slot), 'pending', \(notes), \(now),
                (SELECT COALESCE(MAX(version) + 1, 0) FROM outbox WHERE interview_id = \(interview))
            )
            """
        )
    }

    /// Puts an existing booking on `slot` with `status`, as one step further in its calendar's sequence.
    public func moveSchedule(
        _ id: ScheduleID,
        to slot: SlotID,
        status: ScheduleStatus,
        notes: String?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.queue(
            """
            UPDATE schedule
            SET slot_id = \(slot), status = \(status.rawValue), booking_notes = COALESCE(\(notes), booking_notes),
                booked_at = \(now), confirmed_at = IF(\(status == .confirmed), confirmed_at, NULL),
                cancelled_at = NULL, cancellation_reason = '', cancelled_by = NULL,
                calendar_sequence = calendar_sequence + 1
            WHERE id = \(id)
            """
        )
    }

    /// Takes back a release: the booking is as it was, and nobody need hear of it.
    public func restoreSchedule(_ id: ScheduleID, status: ScheduleStatus) throws(DatabaseError) {
        try db.queue(
            """
            UPDATE schedule
            SET status = \(status.rawValue), cancelled_at = NULL, cancellation_reason = '', cancelled_by = NULL
            WHERE id = \(id)
            """
        )
    }

    /// What the candidate is told beside the facts; mail that has been written stays as it is.
    public func setNotes(of id: ScheduleID, _ notes: String) throws(DatabaseError) {
        try db.execute("UPDATE schedule SET booking_notes = \(notes) WHERE id = \(id)")
    }

    public func confirmSchedule(_ id: ScheduleID, at now: Instant) throws(DatabaseError) {
        try db.queue("UPDATE schedule SET status = 'confirmed', confirmed_at = \(now) WHERE id = \(id)")
    }

    public func cancelSchedule(
        _ id: ScheduleID,
        reason: String,
        by user: Int64?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.queue(
            """
            UPDATE schedule
            SET status = 'cancelled', cancelled_at = \(now), cancellation_reason = \(reason), cancelled_by = \(user)
            WHERE id = \(id)
            """
        )
    }

    /// A change that the candidate's calendar must follow.
    public func advanceSequence(of id: ScheduleID) throws(DatabaseError) {
        try db.queue("UPDATE schedule SET calendar_sequence = calendar_sequence + 1 WHERE id = \(id)")
    }

    /// Gives the interview the times of its slot; one that is completed stays so.
    public func setTimes(of interview: InterviewID, _ time: SlotTime?, at now: Instant) throws(DatabaseError) {
        try db.queue(
            """
            UPDATE interview
            SET started_at = \(time?.startsAt), ended_at = \(time?.endsAt),
                status = IF(status = 'completed', status, 'scheduled'),
                version = version + 1, updated_at = \(now)
            WHERE id = \(interview)
            """
        )
    }

    public func setStatus(of interview: InterviewID, _ status: InterviewStatus, at now: Instant) throws(DatabaseError) {
        try db.queue(
            """
            UPDATE interview
            SET status = \(status.rawValue), version = version + 1, updated_at = \(now)
            WHERE id = \(interview)
            """
        )
    }

    /// Deletes the interview with all that hangs on it.
    ///
    /// Its recordings' rows go with it, so it is noted whose files are to follow.
    public func deleteInterview(_ id: InterviewID, at now: Instant) throws(DatabaseError) {
        try db.queue(
            """
            INSERT IGNORE INTO orphan_recording (recording_id, session_id, orphaned_at)
            SELECT recording.id, recording.session_id, \(now)
            FROM session
            JOIN recording ON recording.session_id = session.id AND recording.media_state <> 'deleted'
            WHERE session.interview_id = \(id)
            """
        )
        try db.queue("DELETE FROM interview WHERE id = \(id)")
    }

    /// Makes the interview's one session, or gives the one it has the new times; at another start one must come in anew.
    public func setSession(
        of interview: InterviewID,
        making id: SessionID,
        keyHash: [UInt8],
        conversationHash: [UInt8],
        time: SlotTime,
        at now: Instant
    ) throws(DatabaseError) {
        try db.queue(
            """
            INSERT INTO session (id, interview_id, key_hash, conversation_hash, scheduled_at, ends_at, created_at)
            VALUES (\(id), \(interview), \(keyHash), \(conversationHash), \(time.startsAt), \(time.endsAt), \(now))
            ON DUPLICATE KEY UPDATE
                entered_at = IF(status = 'COMPLETED' OR scheduled_at = VALUES(scheduled_at), entered_at, NULL),
                scheduled_at = VALUES(scheduled_at), ends_at = VALUES(ends_at)
            """
        )
    }

    public func sessionID(of interview: InterviewID) throws(DatabaseError) -> SessionID? {
        try db.first("SELECT id FROM session WHERE interview_id = \(interview)") { (row) throws(DatabaseError) in
            try row.id()
        }
    }

    /// Moves the candidate on after `event`, by the table of transitions.
    public func advanceCandidate(_ id: Int64, after event: CandidateStatus.Event, at now: Instant) throws(DatabaseError)
    {
        let current = try db.first("SELECT status FROM candidate WHERE id = \(id)") { (row) throws(DatabaseError) in
            CandidateStatus(rawValue: try row.string())
        }
        try advanceCandidate(id, from: current ?? nil, after: event, at: now)
    }

    /// The same for a candidate who is locked, with the status that was read then.
    public func advanceCandidate(
        _ id: Int64,
        from current: CandidateStatus?,
        after event: CandidateStatus.Event,
        at now: Instant
    ) throws(DatabaseError) {
        guard let current, current.after(event) != current else { return }
        try db.queue(
            "UPDATE candidate SET status = \(current.after(event).rawValue), last_updated = \(now) WHERE id = \(id)"
        )
    }

    /// Whether the candidate has an active booking at all.
    public func hasActiveBooking(candidate: Int64) throws(DatabaseError) -> Bool {
        try db.count(
            """
            SELECT COUNT(*)
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id
            WHERE interview.candidate_id = \(candidate) AND schedule.is_active
            """
        ) > 0
    }

    /// Opens or closes the session with its interview.
    public func setSessionStatus(of interview: InterviewID, isCompleted: Bool, at now: Instant) throws(DatabaseError) {
        try db.queue(
            """
            UPDATE session
            SET status = IF(\(isCompleted), 'COMPLETED', 'SCHEDULED'), completed_at = IF(\(isCompleted), \(now), NULL)
            WHERE interview_id = \(interview)
            """
        )
    }
}
