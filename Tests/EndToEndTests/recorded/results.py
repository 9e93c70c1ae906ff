"""Evaluations, lists, notifications and the dashboard, as they were recorded."""

from recorded.booking import FROM_15
from recorded.objects import AI_RESULT, EVALUATION, INTERVIEW, STATUS, UNSCHEDULED
from recorded.sample import Sample
from recorded.schedules import COMPLETED
from shapes import (
    BOOL,
    DATE,
    FLOAT,
    INSTANT,
    INT,
    NON_EMPTY,
    OBJECT,
    TEXT,
    UUID,
    Among,
    Each,
    Maybe,
    Shape,
    matching,
    one_of,
)

PRIORITY = one_of("low", "medium", "high", "urgent")
NOTIFICATION = Shape(
    "notification",
    {
        "id": INT,
        "notification_type": one_of(
            "interview_scheduled", "interview_reminder", "resume_processed", "candidate_added", "job_created",
            "evaluation_completed", "system_alert", "permission_granted", "bulk_upload_completed",
        ),
        "notification_type_display": NON_EMPTY,
        "title": NON_EMPTY,
        "priority": PRIORITY,
        "priority_display": one_of("Low", "Medium", "High", "Urgent"),
        "created_at": INSTANT,
        "is_read": BOOL,
    },
)  # fmt: skip
NOTIFICATION_SUMMARY = Shape(
    "notification summary",
    dict.fromkeys(
        [
            "total_notifications", "unread_count", "read_count", "failed_count", "interview_notifications",
            "resume_notifications", "system_notifications", "urgent_count", "high_count", "medium_count", "low_count",
        ],
        INT,
    ),
)  # fmt: skip
PREFERENCES = Shape(
    "preferences",
    {
        "id": INT,
        "email_enabled": True,
        "in_app_enabled": True,
        "sms_enabled": False,
        "interview_notifications": True,
        "resume_notifications": True,
        "system_notifications": True,
        "daily_digest": False,
        "weekly_summary": False,
        "created_at": INSTANT,
        "updated_at": INSTANT,
    },
)

UPLOAD = Shape("upload", {"id": UUID, "file": TEXT, "uploaded_at": INSTANT})
TREND = Each({"date": DATE, "count": INT})
DASHBOARD = Shape(
    "dashboard",
    {
        "resume_stats": {
            "total_uploads": INT,
            "successful_uploads": INT,
            "failed_uploads": INT,
            "success_rate": FLOAT,
            "daily_trend": TREND,
            "recent_uploads": Each(UPLOAD),
        },
        "interview_stats": {
            "total_interviews": INT,
            "scheduled_interviews": INT,
            "completed_interviews": INT,
            "cancelled_interviews": INT,
            "completion_rate": FLOAT,
            "daily_trend": TREND,
            "upcoming_interviews": Each(
                {"id": UUID, "candidate__full_name": TEXT, "started_at": INSTANT, "status": "scheduled"}
            ),
        },
        "candidate_stats": {
            "total_candidates": INT,
            "active_candidates": INT,
            "interviewed_candidates": INT,
            "hired_candidates": INT,
            "hiring_rate": FLOAT,
            "domain_distribution": Each({"domain": TEXT, "count": INT}),
            "recent_candidates": Each(
                {
                    "id": INT,
                    "full_name": TEXT,
                    "email": Maybe(TEXT),
                    "domain": TEXT,
                    "status": STATUS,
                    "created_at": INSTANT,
                }
            ),
        },
        "job_stats": {
            "total_jobs": INT,
            "active_jobs": INT,
            "closed_jobs": INT,
            "level_distribution": Each({"position_level": one_of("IC", "Manager"), "count": INT}),
            "recent_jobs": Each(
                {
                    "id": INT,
                    "job_title": NON_EMPTY,
                    "company_name": TEXT,
                    "position_level": one_of("IC", "Manager"),
                    "created_at": INSTANT,
                }
            ),
        },
        "activity_data": {
            "total_activities": INT,
            "activity_distribution": Each(OBJECT, may_be_empty=True),
            "daily_trend": Each(OBJECT, may_be_empty=True),
            "recent_activities": Each(OBJECT, may_be_empty=True),
        },
        "performance_data": {"latest_metrics": OBJECT, "performance_trend": Each(OBJECT, may_be_empty=True)},
        "date_range": {"start_date": DATE, "end_date": DATE, "days": 30},
    },
)

CRUD = "/api/evaluation/crud/"
EVALUATIONS = [
    Sample("feedback", "PATCH", "/api/interviews/{interview_3}/feedback/", 200,
           {"interview_round": "AI Interview", "feedback": "good"}, {"feedback": "good"}),
    Sample("summary of interviews", "GET", "/api/interviews/summary/", 404),
    Sample("evaluations", "GET", CRUD, 200, Each(EVALUATION, may_be_empty=True)),
    Sample("evaluate too early", "POST", CRUD, 400,
           {"interview": ["Evaluation can only be created for completed interviews."]},
           {"interview": "{interview_3}", "overall_score": 7.5, "traits": "t", "suggestions": "s"}),
    Sample("evaluate", "POST", CRUD, 201,
           EVALUATION(interview="{interview_1}", overall_score=7.5, traits="Strengths: a", suggestions="s", details={}),
           {"interview": "{interview_1}", "overall_score": 7.5, "traits": "Strengths: a", "suggestions": "s"}),
    Sample("evaluate twice and too well", "POST", CRUD, 400,
           {"interview": ["evaluation with this interview already exists."],
            "overall_score": ["Overall score must be between 0 and 10."]},
           {"interview": "{interview_1}", "overall_score": 17.5}),
    Sample("interviews", "GET", "/api/interviews/", 200,
           Among(INTERVIEW, COMPLETED(ai_result=AI_RESULT),
                 UNSCHEDULED(id="{interview_4}", candidate="{candidate_4}", candidate_name="NoMail", job="{job}"),
                 INTERVIEW(id="{interview_3}", candidate="{candidate_3}", feedback="good", started_at=FROM_15[0],
                           ended_at=FROM_15[1], is_scheduled=True, job="{job}", status="scheduled"))),
    Sample("interviews without the slash", "GET", "/api/interviews", 301),
    Sample("make an interview without the slash", "POST", "/api/interviews", 500, body={}),
]  # fmt: skip

NOTIFICATIONS = [
    Sample("notifications", "GET", "/api/notifications/", 200,
           Each(NOTIFICATION(notification_type="interview_scheduled", notification_type_display="Interview Scheduled",
                             title=matching("Interview Scheduled for (Asha Rao|Bala K|Chitra)"), priority="high",
                             priority_display="High", is_read=False)),
           by="recruiter", keep={"notification": "0.id"}),
    Sample("how many are unread", "GET", "/api/notifications/unread-count/", 200, {"unread_count": INT},
           by="recruiter"),
    Sample("summary of notifications", "GET", "/api/notifications/summary/", 200, NOTIFICATION_SUMMARY,
           by="recruiter"),
    Sample("preferences", "GET", "/api/notifications/preferences/", 200, PREFERENCES, by="recruiter"),
    Sample("read a notification", "POST", "/api/notifications/mark-read/", 200,
           {"message": "Notification marked as read"}, {"notification_id": "{notification}"}, "recruiter"),
    Sample("dashboard", "GET", "/api/dashboard/", 200, DASHBOARD, by="company"),
    Sample("logout", "POST", "/api/auth/logout/", 200, {"message": "Successfully logged out"}, {}, "recruiter"),
]  # fmt: skip
