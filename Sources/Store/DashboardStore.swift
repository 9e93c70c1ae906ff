public import CivilTime
public import Domain
public import MariaDB

/// What the dashboard shows, in a fixed number of statements over several tables.
public struct DashboardStore {
    private static let recent = 5

    private let db: Connection
    private let scope: Access.Scope

    public init(_ db: Connection, scope: Access.Scope) {
        self.db = db
        self.scope = scope
    }

    public func load(_ span: Dashboard.Span, at now: Instant) throws(DatabaseError) -> Dashboard {
        var dashboard = Dashboard(span: span)
        try loadUploads(into: &dashboard)
        try loadInterviews(into: &dashboard, at: now)
        try loadCandidates(into: &dashboard)
        try loadJobs(into: &dashboard)
        try loadActivities(into: &dashboard)
        try loadScores(into: &dashboard)
        return dashboard
    }

    private func loadUploads(into dashboard: inout Dashboard) throws(DatabaseError) {
        let source: SQL
        switch scope {
        case .everything: source = "resume WHERE resume.size > 0"
        case .company(let id):
            source = "resume JOIN user ON user.id = resume.user_id WHERE user.company_id = \(id) AND resume.size > 0"
        case .nothing: source = "resume WHERE FALSE"
        }
        dashboard.uploads = try db.count("SELECT COUNT(*) FROM \(source)")
        dashboard.uploadTrend = try trend("resume.uploaded_at", "\(source)", dashboard.span)
        dashboard.recentUploads = try db.all(
            """
            SELECT resume.id, resume.original_name, resume.uploaded_at
            FROM \(source)
            ORDER BY resume.uploaded_at DESC, resume.id DESC
            LIMIT \(DashboardStore.recent)
            """
        ) { (row) throws(DatabaseError) in
            Dashboard.Upload(id: try row.id(), fileName: try row.string(), uploadedAt: try row.instant())
        }
    }

    private func loadInterviews(into dashboard: inout Dashboard, at now: Instant) throws(DatabaseError) {
        let visible = scope.condition(on: "interview.company_id")
        dashboard.interviewsByStatus = try counts("interview.status", "interview WHERE \(visible)")
        dashboard.cancelledInterviews = try db.count(
            """
            SELECT COUNT(*)
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id
            WHERE \(visible) AND interview.status = 'scheduled' AND schedule.status = 'cancelled'
            """
        )
        dashboard.interviewTrend = try trend("interview.created_at", "interview WHERE \(visible)", dashboard.span)
        dashboard.upcomingInterviews = try db.all(
            """
            SELECT interview.id, candidate.full_name, interview.started_at, interview.status
            FROM interview
            JOIN candidate ON candidate.id = interview.candidate_id
            LEFT JOIN schedule ON schedule.interview_id = interview.id
            WHERE \(visible) AND interview.status = 'scheduled' AND interview.started_at > \(now)
                AND (schedule.id IS NULL OR schedule.is_active)
            ORDER BY interview.started_at, interview.id
            LIMIT \(DashboardStore.recent)
            """
        ) { (row) throws(DatabaseError) in
            Dashboard.UpcomingInterview(
                id: try row.id(),
                candidateName: try row.string(),
                startedAt: try row.instant(),
                status: try row.string()
            )
        }
    }

    private func loadCandidates(into dashboard: inout Dashboard) throws(DatabaseError) {
        let candidates = CandidateStore(db)
        let visible = scope.condition(on: "candidate.company_id")
        dashboard.candidatesByStatus = try candidates.countByStatus(scope)
        dashboard.candidateDomains = try counts("candidate.domain", "candidate WHERE \(visible)")
        dashboard.recentCandidates = try candidates.list(.init(scope: scope), page: "LIMIT \(DashboardStore.recent)")
    }

    private func loadJobs(into dashboard: inout Dashboard) throws(DatabaseError) {
        let visible = scope.condition(on: "job.company_id")
        dashboard.jobLevels = try counts("job.position_level", "job WHERE \(visible)")
        dashboard.recentJobs = try JobStore(db).list(.init(scope: scope), page: "LIMIT \(DashboardStore.recent)")
    }

    private func loadActivities(into dashboard: inout Dashboard) throws(DatabaseError) {
        let visible = scope.condition(on: "booking_event.company_id")
        let source: SQL = "booking_event WHERE \(visible)"
        dashboard.activityKinds = try counts(
            "booking_event.action",
            "\(source) AND booking_event.occurred_at >= \(dashboard.span.start)"
        )
        dashboard.activityTrend = try trend("booking_event.occurred_at", source, dashboard.span)
        dashboard.recentActivities = try db.all(
            """
            SELECT id, action, interview_id, occurred_at
            FROM \(source)
            ORDER BY occurred_at DESC, id DESC
            LIMIT \(DashboardStore.recent)
            """
        ) { (row) throws(DatabaseError) in
            Dashboard.Activity(
                id: try row.key(),
                action: try row.string(),
                interviewID: try row.id(),
                occurredAt: try row.instant()
            )
        }
    }

    private func loadScores(into dashboard: inout Dashboard) throws(DatabaseError) {
        // Without the join, an index alone answers for all companies.
        let source: SQL =
            scope == .everything ? "evaluation" : "evaluation JOIN interview ON interview.id = evaluation.interview_id"
        let scores = try db.first(
            """
            SELECT COUNT(*), AVG(evaluation.overall_score)
            FROM \(source)
            WHERE \(scope.condition(on: "interview.company_id")) AND evaluation.created_at >= \(dashboard.span.start)
            """
        ) { (row) throws(DatabaseError) in (count: try row.int(), average: try row.optionalDouble()) }
        dashboard.evaluations = scores?.count ?? 0
        dashboard.averageScore = scores?.average
    }

    /// How many rows of `source` each value of `column` has, the most frequent first.
    private func counts(_ column: SQL, _ source: SQL) throws(DatabaseError) -> [Dashboard.Count] {
        try db.all(
            "SELECT \(column), COUNT(*) FROM \(source) GROUP BY \(column) ORDER BY COUNT(*) DESC, \(column) LIMIT 100"
        ) { (row) throws(DatabaseError) in Dashboard.Count(name: try row.string(), count: try row.int()) }
    }

    /// How many rows of `source` each day of the span has; days without any are left out.
    private func trend(_ column: SQL, _ source: SQL, _ span: Dashboard.Span) throws(DatabaseError) -> [Dashboard.Count]
    {
        try db.all(
            """
            SELECT CAST(DATE(\(column) + INTERVAL \(span.offset) SECOND) AS CHAR) AS day, COUNT(*)
            FROM \(source) AND \(column) >= \(span.start)
            GROUP BY day
            ORDER BY day
            """
        ) { (row) throws(DatabaseError) in Dashboard.Count(name: try row.string(), count: try row.int()) }
    }
}
