"""What the reference server was asked, in order, and what it answered.

"{name}" in a path, a body or an answer stands for what an earlier answer was asked to keep, or for what the replay
knows from the start: `tag` (of this run alone), `day` (to come), and the addresses of the accounts.
"""

from recorded.accounts import AUTH, COMPANIES
from recorded.booking import BOOKING, SEATS
from recorded.results import EVALUATIONS, NOTIFICATIONS
from recorded.schedules import CONFIGURATIONS, SCHEDULES
from recorded.slots import SLOTS

# The methods of each path, as every answer's Allow told them; "*" stands for one segment.
ALLOW = {
    "/api/auth/login/": "POST",
    "/api/auth/register/": "POST",
    "/api/auth/logout/": "POST",
    "/api/auth/profile/": "GET PATCH",
    "/api/auth/admins/": "GET",
    "/api/companies/": "GET POST",
    "/api/jobs/": "GET POST",
    "/api/jobs/domains/": "GET POST",
    "/api/jobs/titles/": "GET",
    "/api/candidates/": "GET POST",
    "/api/candidates/bulk-create/": "POST",
    "/api/candidates/summary/": "GET",
    "/api/candidates/*/": "GET PUT PATCH DELETE",
    "/api/requests/pending/": "GET",
    "/api/interviews/": "GET POST",
    "/api/interviews/slots/": "GET POST",
    "/api/interviews/slots/search_available/": "POST",
    "/api/interviews/slots/create_recurring/": "POST",
    "/api/interviews/slots/*/": "GET PUT PATCH DELETE",
    "/api/interviews/slots/*/book_slot/": "POST",
    "/api/interviews/slots/*/release_slot/": "POST",
    "/api/interviews/available-slots/": "GET",
    "/api/interviews/schedules/": "GET POST",
    "/api/interviews/schedules/book_interview/": "POST",
    "/api/interviews/schedules/create_interview_session/": "POST",
    "/api/interviews/schedules/*/confirm_schedule/": "POST",
    "/api/interviews/schedules/*/cancel_schedule/": "POST",
    "/api/interviews/calendar/": "GET",
    "/api/interviews/conflicts/": "GET",
    "/api/interviews/configurations/": "GET POST",
    "/api/interviews/*/": "GET PUT PATCH DELETE",
    "/api/interviews/*/feedback/": "PUT PATCH",
    "/api/interviews/*/generate-link/": "POST",
    "/api/interviews/public/*/": "GET POST",
    "/api/evaluation/crud/": "GET POST",
    "/api/notifications/": "GET",
    "/api/notifications/unread-count/": "GET",
    "/api/notifications/summary/": "GET",
    "/api/notifications/preferences/": "GET PUT PATCH",
    "/api/notifications/mark-read/": "POST",
    "/api/dashboard/": "GET",
}

SAMPLES = [
    *AUTH, *COMPANIES, *SLOTS, *BOOKING, *SEATS, *SCHEDULES, *CONFIGURATIONS, *EVALUATIONS, *NOTIFICATIONS,
]  # fmt: skip
