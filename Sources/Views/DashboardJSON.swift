import CivilTime
public import Domain
public import JSON

/// The dashboard as the frontend reads it.
public enum DashboardJSON {
    public static func object(_ dashboard: Dashboard) -> JSON {
        [
            "resume_stats": resumes(dashboard),
            "interview_stats": interviews(dashboard),
            "candidate_stats": candidates(dashboard),
            "job_stats": jobs(dashboard),
            "activity_data": activities(dashboard),
            "performance_data": [
                "latest_metrics": [
                    "evaluations": JSON(dashboard.evaluations),
                    "average_score": JSON(dashboard.averageScore),
                ],
                "performance_trend": [],
            ],
            "date_range": [
                "start_date": .string(dashboard.span.first.description),
                "end_date": .string(dashboard.span.last.description),
                "days": JSON(dashboard.span.days),
            ],
        ]
    }

    /// Only what was taken is an upload, so none has failed.
    private static func resumes(_ dashboard: Dashboard) -> JSON {
        [
            "total_uploads": JSON(dashboard.uploads),
            "successful_uploads": JSON(dashboard.uploads),
            "failed_uploads": 0,
            "success_rate": .double(percentage(dashboard.uploads, of: dashboard.uploads)),
            "daily_trend": list(dashboard.uploadTrend, "date"),
            "recent_uploads": .array(
                dashboard.recentUploads.map { upload in
                    [
                        "id": .string(upload.id.text),
                        "file": .string(upload.fileName),
                        "uploaded_at": .string(upload.uploadedAt.iso8601),
                    ]
                }
            ),
        ]
    }

    private static func interviews(_ dashboard: Dashboard) -> JSON {
        let byStatus = dashboard.interviewsByStatus
        let count = { (status: InterviewStatus) in byStatus.first { $0.name == status.rawValue }?.count ?? 0 }
        let total = byStatus.reduce(0) { $0 + $1.count }
        return [
            "total_interviews": JSON(total),
            "scheduled_interviews": JSON(count(.scheduled) - dashboard.cancelledInterviews),
            "completed_interviews": JSON(count(.completed)),
            "cancelled_interviews": JSON(dashboard.cancelledInterviews),
            "completion_rate": .double(percentage(count(.completed), of: total)),
            "daily_trend": list(dashboard.interviewTrend, "date"),
            "upcoming_interviews": .array(
                dashboard.upcomingInterviews.map { interview in
                    [
                        "id": .string(interview.id.text),
                        "candidate__full_name": .string(interview.candidateName),
                        "started_at": .string(interview.startedAt.iso8601),
                        "status": .string(interview.status),
                    ]
                }
            ),
        ]
    }

    private static func candidates(_ dashboard: Dashboard) -> JSON {
        let byStatus = dashboard.candidatesByStatus
        let count = { (isCounted: (CandidateStatus) -> Bool) in
            byStatus.filter { isCounted($0.key) }.values.reduce(0, +)
        }
        let total = count { _ in true }
        let hired = count { $0 == .hired }
        return [
            "total_candidates": JSON(total),
            "active_candidates": JSON(count { !$0.isFinal }),
            "interviewed_candidates": JSON(count(\.isInterviewed)),
            "hired_candidates": JSON(hired),
            "hiring_rate": .double(percentage(hired, of: total)),
            "domain_distribution": list(dashboard.candidateDomains, "domain"),
            "recent_candidates": .array(
                dashboard.recentCandidates.map { candidate in
                    [
                        "id": .int(candidate.id),
                        "full_name": .string(candidate.fields.fullName),
                        "email": JSON(candidate.fields.email),
                        "domain": .string(candidate.fields.domain),
                        "status": .string(candidate.fields.status.rawValue),
                        "created_at": .string(candidate.createdAt.iso8601),
                    ]
                }
            ),
        ]
    }

    /// A job has no end: all are active.
    private static func jobs(_ dashboard: Dashboard) -> JSON {
        let total = dashboard.jobLevels.reduce(0) { $0 + $1.count }
        return [
            "total_jobs": JSON(total),
            "active_jobs": JSON(total),
            "closed_jobs": 0,
            "level_distribution": list(dashboard.jobLevels, "position_level"),
            "recent_jobs": .array(
                dashboard.recentJobs.map { job in
                    [
                        "id": .int(job.id),
                        "job_title": .string(job.fields.title),
                        "company_name": .string(job.fields.companyName),
                        "position_level": .string(job.fields.positionLevel),
                        "created_at": .string(job.createdAt.iso8601),
                    ]
                }
            ),
        ]
    }

    private static func activities(_ dashboard: Dashboard) -> JSON {
        [
            "total_activities": JSON(dashboard.activityKinds.reduce(0) { $0 + $1.count }),
            "activity_distribution": list(dashboard.activityKinds, "activity_type"),
            "daily_trend": list(dashboard.activityTrend, "date"),
            "recent_activities": .array(
                dashboard.recentActivities.map { activity in
                    [
                        "id": .int(activity.id),
                        "activity_type": .string(activity.action),
                        "interview": .string(activity.interviewID.text),
                        "created_at": .string(activity.occurredAt.iso8601),
                    ]
                }
            ),
        ]
    }

    private static func list(_ counts: [Dashboard.Count], _ key: String) -> JSON {
        .array(counts.map { .object([key: .string($0.name), "count": JSON($0.count)]) })
    }

    private static func percentage(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole) * 100
    }
}
