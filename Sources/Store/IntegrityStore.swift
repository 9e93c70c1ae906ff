public import CivilTime
public import MariaDB

/// What must be true of every booking, asked of the rows themselves.
///
/// Each invariant is one statement, which reads one state of the database: a booking that is being written is seen
/// whole or not at all, so a running server gives no false alarm.
public struct IntegrityStore {
    /// Rows that are named; all of them are counted.
    private static let namedRows = 20

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// One invariant and the rows that break it.
    public struct Result: Equatable, Sendable {
        public let name: String
        /// What is so when nothing breaks it.
        public let sentence: String
        public let count: Int
        /// The first of them, each with its id and what is wrong with it.
        public let rows: [String]
    }

    private struct Invariant {
        let name: String
        let sentence: String
        /// A query of two columns: the row's id, and what is wrong with it.
        let broken: SQL
    }

    /// Asks about every invariant, as of `now`.
    public func results(at now: Instant) throws(DatabaseError) -> [Result] {
        var results: [Result] = []
        for invariant in IntegrityStore.invariants(at: now) {
            var count = 0
            let rows = try db.all(
                """
                SELECT id, problem, COUNT(*) OVER ()
                FROM (\(invariant.broken)) AS broken
                ORDER BY id
                LIMIT \(IntegrityStore.namedRows)
                """
            ) { (row) throws(DatabaseError) in
                let line = "\(try row.string()) \(try row.string())"
                count = try row.int()
                return line
            }
            results.append(
                Result(name: invariant.name, sentence: invariant.sentence, count: count, rows: rows)
            )
        }
        return results
    }

    private static func invariants(at now: Instant) -> [Invariant] {
        [seats, capacity(at: now), sessions, times, overlaps, history, lastEvent, mail]
    }

    private static let seats = Invariant(
        name: "seats",
        sentence: "every slot counts as many seats taken as it has active bookings",
        broken: """
            SELECT slot.id,
                CONCAT('(slot) counts ', slot.current_bookings, ' and has ', COUNT(schedule.id), ' bookings') AS problem
            FROM slot
            LEFT JOIN schedule ON schedule.slot_id = slot.id AND schedule.is_active
            GROUP BY slot.id, slot.current_bookings
            HAVING COUNT(schedule.id) <> slot.current_bookings
            """
    )

    private static func capacity(at now: Instant) -> Invariant {
        Invariant(
            name: "capacity",
            sentence: "no slot has more bookings and live holds than seats",
            broken: """
                SELECT id, CONCAT('(slot) has ', max_candidates, ' seats for ', booked, ' bookings and ', held, ' holds')
                    AS problem
                FROM (
                    SELECT slot.id, slot.max_candidates,
                        (
                            SELECT COUNT(*)
                            FROM schedule
                            WHERE schedule.slot_id = slot.id AND schedule.is_active
                        ) AS booked,
                        (
                            SELECT COUNT(*)
                            FROM hold
                            WHERE hold.slot_id = slot.id AND hold.expires_at > \(now)
                        ) AS held
                    FROM slot
                ) AS seats
                WHERE booked + held > max_candidates
                """
        )
    }

    private static let sessions = Invariant(
        name: "sessions",
        sentence: "every active booking has its session, at the slot's times",
        broken: """
            SELECT interview.id,
                CASE
                    WHEN COUNT(session.id) = 0 THEN '(interview) is booked and has no session'
                    WHEN COUNT(session.id) > 1 THEN '(interview) has more than one session'
                    ELSE '(interview) has a session at other times than its slot'
                END AS problem
            FROM schedule
            JOIN interview ON interview.id = schedule.interview_id
            JOIN slot ON slot.id = schedule.slot_id
            LEFT JOIN session ON session.interview_id = interview.id
            WHERE schedule.is_active
            GROUP BY interview.id, slot.starts_at, slot.ends_at
            HAVING COUNT(session.id) <> 1
                OR NOT (MIN(session.scheduled_at) <=> slot.starts_at AND MIN(session.ends_at) <=> slot.ends_at)
            """
    )

    private static let times = Invariant(
        name: "times",
        sentence: "every booked interview has the times of its slot",
        broken: """
            SELECT interview.id,
                CONCAT(
                    '(interview) starts at ', COALESCE(interview.started_at, 'no time'),
                    ' and its slot at ', slot.starts_at
                ) AS problem
            FROM schedule
            JOIN interview ON interview.id = schedule.interview_id
            JOIN slot ON slot.id = schedule.slot_id
            WHERE schedule.is_active
              AND NOT (interview.started_at <=> slot.starts_at AND interview.ended_at <=> slot.ends_at)
            """
    )

    private static let overlaps = Invariant(
        name: "overlaps",
        sentence: "no candidate is booked twice at one time, unless somebody set the rule aside",
        broken: """
            SELECT interview.id,
                CONCAT('(interview) meets ', other.id, ' of the same candidate, and nobody allowed it') AS problem
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id AND schedule.is_active
            JOIN slot ON slot.id = schedule.slot_id
            JOIN interview AS other ON other.candidate_id = interview.candidate_id AND other.id > interview.id
            JOIN schedule AS other_schedule ON other_schedule.interview_id = other.id AND other_schedule.is_active
            JOIN slot AS other_slot ON other_slot.id = other_schedule.slot_id
            WHERE interview.status = 'scheduled' AND other.status = 'scheduled'
              AND slot.starts_at < other_slot.ends_at AND slot.ends_at > other_slot.starts_at
              AND NOT EXISTS (
                SELECT 1
                FROM booking_event
                WHERE booking_event.interview_id IN (interview.id, other.id)
                  AND booking_event.rule_overridden = 'candidate_overlap'
              )
            """
    )

    private static let history = Invariant(
        name: "history",
        sentence: "every booking has the event that made it",
        broken: """
            SELECT schedule.id, '(schedule) was booked and no event says so' AS problem
            FROM schedule
            WHERE NOT EXISTS (
                SELECT 1
                FROM booking_event
                WHERE booking_event.interview_id = schedule.interview_id
                  AND booking_event.schedule_id = schedule.id
                  AND booking_event.action IN ('booked', 'moved', 'restored')
            )
            """
    )

    private static let lastEvent = Invariant(
        name: "last event",
        sentence: "every booking is as its latest event left it",
        broken: """
            SELECT schedule.id,
                CONCAT('(schedule) is ', schedule.status, ' and its latest event says ', booking_event.action) AS problem
            FROM schedule
            JOIN booking_event ON booking_event.id = (
                SELECT MAX(latest.id)
                FROM booking_event AS latest
                WHERE latest.interview_id = schedule.interview_id
                  AND latest.schedule_id = schedule.id
                  AND latest.action <> 'completed'
            )
            WHERE NOT (booking_event.status_after <=> schedule.status)
               OR (schedule.is_active AND NOT (booking_event.slot_after <=> schedule.slot_id))
            """
    )

    private static let mail = Invariant(
        name: "booking mail",
        sentence: "every active booking has told its candidate of its latest time",
        broken: """
            SELECT schedule.id,
                CONCAT('(schedule) has no mail to its candidate of version ', schedule.calendar_sequence) AS problem
            FROM schedule
            JOIN interview ON interview.id = schedule.interview_id
            JOIN candidate ON candidate.id = interview.candidate_id
            WHERE schedule.is_active AND candidate.email <> ''
              AND NOT EXISTS (
                SELECT 1
                FROM outbox
                WHERE outbox.interview_id = interview.id
                  AND outbox.version = schedule.calendar_sequence
                  AND outbox.recipient_role = 'candidate'
                  AND outbox.kind IN ('interview_scheduled', 'interview_rescheduled')
              )
            """
    )
}
