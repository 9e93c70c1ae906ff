public import CivilTime
public import Domain
public import JSON
public import MariaDB

/// When a company interviews in a week, from which slots can be generated.
public struct InterviewConfiguration: Equatable, Sendable {
    public var id: Int64
    public var companyID: Int64
    public var companyName: String
    public var companyZone: String?
    public var interviewType: InterviewType
    /// Monday is 1.
    public var dayOfWeek: Int
    public var start: LocalTime
    public var end: LocalTime
    /// Minutes.
    public var slotDuration: Int
    public var breakDuration: Int
    public var aiSettings: JSON.Object
    public var validFrom: LocalDate
    public var validUntil: LocalDate?
    public var createdAt: Instant
    public var updatedAt: Instant

    public init(
        id: Int64,
        companyID: Int64,
        companyName: String,
        companyZone: String?,
        interviewType: InterviewType,
        dayOfWeek: Int,
        start: LocalTime,
        end: LocalTime,
        slotDuration: Int,
        breakDuration: Int,
        aiSettings: JSON.Object,
        validFrom: LocalDate,
        validUntil: LocalDate?,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.companyID = companyID
        self.companyName = companyName
        self.companyZone = companyZone
        self.interviewType = interviewType
        self.dayOfWeek = dayOfWeek
        self.start = start
        self.end = end
        self.slotDuration = slotDuration
        self.breakDuration = breakDuration
        self.aiSettings = aiSettings
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// The `interview_configuration` table.
public struct ConfigurationStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func configurations(
        in scope: Access.Scope,
        limit: Int,
        offset: Int
    ) throws(DatabaseError) -> [InterviewConfiguration] {
        try select(
            """
            WHERE \(scope.condition(on: "interview_configuration.company_id"))
            ORDER BY interview_configuration.id
            LIMIT \(limit) OFFSET \(offset)
            """
        )
    }

    public func count(in scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT COUNT(*)
            FROM interview_configuration
            WHERE \(scope.condition(on: "interview_configuration.company_id"))
            """
        )
    }

    public func configuration(_ id: Int64) throws(DatabaseError) -> InterviewConfiguration? {
        try select("WHERE interview_configuration.id = \(id)").first
    }

    public func add(_ rule: InterviewConfiguration) throws(DatabaseError) -> Int64 {
        try db.insert(
            """
            INSERT INTO interview_configuration (
                company_id, interview_type, day_of_week, start_time, end_time, slot_duration, break_duration,
                ai_settings, valid_from, valid_until, created_at, updated_at
            ) VALUES (
                \(rule.companyID), \(rule.interviewType.rawValue), \(rule.dayOfWeek), \(rule.start), \(rule.end),
                \(rule.slotDuration), \(rule.breakDuration), \(rule.aiSettings), \(rule.validFrom),
                \(rule.validUntil), \(rule.createdAt), \(rule.updatedAt)
            )
            """
        )
    }

    public func update(_ rule: InterviewConfiguration) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE interview_configuration
            SET interview_type = \(rule.interviewType.rawValue), day_of_week = \(rule.dayOfWeek),
                start_time = \(rule.start), end_time = \(rule.end), slot_duration = \(rule.slotDuration),
                break_duration = \(rule.breakDuration), ai_settings = \(rule.aiSettings),
                valid_from = \(rule.validFrom), valid_until = \(rule.validUntil), updated_at = \(rule.updatedAt)
            WHERE id = \(rule.id)
            """
        )
    }

    public func delete(_ id: Int64) throws(DatabaseError) {
        try db.execute("DELETE FROM interview_configuration WHERE id = \(id)")
    }

    private func select(_ rest: SQL) throws(DatabaseError) -> [InterviewConfiguration] {
        try db.all(
            """
            SELECT interview_configuration.id, interview_configuration.company_id, company.name, company.time_zone,
                interview_type, day_of_week, start_time, end_time, slot_duration, break_duration, ai_settings,
                valid_from, valid_until, interview_configuration.created_at, interview_configuration.updated_at
            FROM interview_configuration
            JOIN company ON company.id = interview_configuration.company_id
            \(rest)
            """
        ) { (row) throws(DatabaseError) in
            InterviewConfiguration(
                id: try row.key(),
                companyID: try row.key(),
                companyName: try row.string(),
                companyZone: try row.optionalString(),
                interviewType: InterviewType(rawValue: try row.string()) ?? .general,
                dayOfWeek: try row.int(),
                start: try row.time(),
                end: try row.time(),
                slotDuration: try row.int(),
                breakDuration: try row.int(),
                aiSettings: try row.object(),
                validFrom: try row.date(),
                validUntil: try row.optionalDate(),
                createdAt: try row.instant(),
                updatedAt: try row.instant()
            )
        }
    }
}
