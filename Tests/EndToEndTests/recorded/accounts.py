"""Accounts, companies, jobs and candidates, as they were recorded."""

from recorded.objects import (
    CANDIDATE,
    CANDIDATE_ROW,
    COMPANY,
    COMPANY_USER,
    DOMAIN,
    DOMAIN_ROW,
    JOB,
    PENDING,
    PROFILE,
    STATUSES,
    USER,
)
from recorded.sample import FORBIDDEN, REQUIRED, UNKNOWN, Sample
from shapes import HEX40, INT, NON_EMPTY, UUID, Among, Each, MapOf, Shape

PASSWORD = "Recorded-{tag}"
ADMIN = {"email": "{admin_email}", "role": "ADMIN", "company_name": None}
OFFICE = {"username": "co.{tag}", "email": "co.{tag}@x.example", "full_name": "Co User", "company_name": "Acme {tag}",
          "role": "company"}  # fmt: skip
RECRUITER = {"email": "rec.{tag}@x.example", "full_name": "Rec", "company_name": "Acme {tag}", "role": "Recruiter"}
OTHER = {"email": "oth.{tag}@x.example", "full_name": "O", "role": "HR"}
ROLES = ("['ADMIN', 'COMPANY', 'HIRING_AGENCY', 'RECRUITER', 'HR', 'TALENT_ACQUISITION', 'TECHNICAL_INTERVIEWER', "
         "'TEAM_LEAD', 'DEPARTMENT_HEAD', 'PROJECT_MANAGER', 'CTO', 'OTHERS']")  # fmt: skip

AUTH = [
    Sample("login", "POST", "/api/auth/login/", 200, {"token": HEX40, "user": USER(**ADMIN)},
           {"email": "{admin_email}", "password": "{admin_password}"}, None,
           {"token admin": "token", "admin": "user.id"}),
    Sample("login with a wrong password", "POST", "/api/auth/login/", 400,
           {"non_field_errors": ["Invalid email/username or password."]},
           {"email": "{admin_email}", "password": "bad"}, None),
    Sample("login with too little", "POST", "/api/auth/login/", 400,
           {"email": ["This field may not be blank."], "password": REQUIRED}, {"email": ""}, None),
    Sample("anyone registers a company", "POST", "/api/auth/register/", 201,
           {"token": HEX40, "user": COMPANY_USER}, {**OFFICE, "password": "1"}, None),
    Sample("a password of one letter", "POST", "/api/auth/register/", 201,
           {"token": HEX40, "user": COMPANY_USER}, {**OFFICE, "password": "1"}),
    Sample("register a company", "POST", "/api/auth/register/", 201,
           {"token": HEX40, "user": COMPANY_USER(email=OFFICE["email"], full_name="Co User", role="COMPANY",
                                                 company_name="Acme {tag}")},
           {**OFFICE, "password": PASSWORD}, keep={"token company": "token", "company": "user.company_id"}),
    Sample("register a recruiter without a username", "POST", "/api/auth/register/", 201,
           {"token": HEX40, "user": USER(email=RECRUITER["email"], full_name="Rec", role="RECRUITER",
                                         company_name="Acme {tag}")},
           {**RECRUITER, "password": PASSWORD}, "company", {"token recruiter": "token", "recruiter": "user.id"}),
    Sample("register an HR user", "POST", "/api/auth/register/", 201,
           {"token": HEX40, "user": USER(email=OTHER["email"], full_name="O", role="HR", company_name=None)},
           {**OTHER, "password": PASSWORD}, keep={"token hr": "token"}),
    Sample("register with what is invalid", "POST", "/api/auth/register/", 400,
           {"email": ["Enter a valid email address."], "role": [f"'Boss' is not a valid role. Valid roles: {ROLES}"]},
           {"email": "bad", "full_name": "O", "role": "Boss", "password": PASSWORD}),
    Sample("profile", "GET", "/api/auth/profile/", 200, PROFILE(**ADMIN, id="{admin}")),
    Sample("admins", "GET", "/api/auth/admins/", 200, {"admins": Among(PROFILE, PROFILE(**ADMIN, id="{admin}"))}),
    Sample("profile without a token", "GET", "/api/auth/profile/", 401,
           {"detail": "Authentication credentials were not provided."}, by=None),
    Sample("profile with a bad token", "GET", "/api/auth/profile/", 401, {"detail": "Invalid token."}, by="bad"),
    Sample("admins for a company", "GET", "/api/auth/admins/", 403, FORBIDDEN, by="company"),
]  # fmt: skip

MADE_DOMAIN = {"id": "{domain}", "name": "Python Dev {tag}", "description": "d"}
MADE_JOB = {
    "job_title": "Backend Dev {tag}", "company_name": "Acme {tag}", "domain": "{domain}", "spoc_email": "s@a.example",
    "hiring_manager_email": "h@a.example", "number_to_hire": 1, "position_level": "IC", "current_team_size_info": "",
    "current_process": "", "coding_language": "PYTHON", "job_description": "JD text",
}  # fmt: skip
JOB_ANSWER = JOB(**MADE_JOB, domain_name="Python Dev {tag}", tech_stack_details="", jd_file=None, jd_link=None)
PEOPLE = ["Asha Rao", "Bala K", "Chitra", "NoMail"]
ADDRESSES = ["asha.{tag}@c.example", "bala.{tag}@c.example", "ch.{tag}@c.example", ""]


def person(number, shape, **keys):
    """One of the four candidates, numbered from 1."""
    return shape(id=f"{{candidate_{number}}}", full_name=PEOPLE[number - 1], email=ADDRESSES[number - 1], **keys)


COMPANIES = [
    Sample("companies", "GET", "/api/companies/?page_size=1000", 200,
           Among(COMPANY, COMPANY(id="{company}", name="Acme {tag}", email=None, is_active=True,
                                  description="Company created during registration for Acme {tag}"))),
    Sample("make a company", "POST", "/api/companies/", 201,
           COMPANY(name="Beta {tag}", email="b.{tag}@b.example", description="", is_active=True),
           {"name": "Beta {tag}", "email": "b.{tag}@b.example", "password": "p", "description": "", "is_active": True}),
    Sample("make a company as a company", "POST", "/api/companies/", 403, FORBIDDEN, {"name": "Z"}, "company"),
    Sample("make a domain", "POST", "/api/jobs/domains/", 201, DOMAIN(name="Python Dev {tag}", description="d"),
           {"name": "Python Dev {tag}", "description": "d"}, keep={"domain": "id"}),
    Sample("domains", "GET", "/api/jobs/domains/", 200, Among(DOMAIN_ROW, DOMAIN_ROW(**MADE_DOMAIN))),
    Sample("make a job", "POST", "/api/jobs/", 201, JOB_ANSWER, MADE_JOB, keep={"job": "id"}),
    Sample("a job without a domain", "POST", "/api/jobs/", 400,
           {"error": "Domain is required for job creation", "received_domain": None}, {"job_title": "x"}),
    Sample("a job with too little", "POST", "/api/jobs/", 400,
           dict.fromkeys(["company_name", "spoc_email", "hiring_manager_email", "number_to_hire", "position_level"],
                         REQUIRED),
           {"job_title": "x", "domain": "{domain}"}),
    Sample("a job in a domain that is not there", "POST", "/api/jobs/", 400,
           {"error": f"Selected domain (ID: {UNKNOWN}) does not exist or is inactive"},
           {"job_title": "x", "domain": UNKNOWN}),
    Sample("make a job as a recruiter", "POST", "/api/jobs/", 403, FORBIDDEN, {"job_title": "x", "domain": "{domain}"},
           "recruiter"),
    Sample("jobs", "GET", "/api/jobs/?company_id={company}", 200, Among(JOB, JOB_ANSWER(id="{job}"))),
    Sample("titles of jobs", "GET", "/api/jobs/titles/", 200,
           Among(JOB_TITLE := Shape("job's title", {"id": INT, "job_title": NON_EMPTY,
                                                           "domain_name": NON_EMPTY}),
                 JOB_TITLE(id="{job}", job_title="Backend Dev {tag}", domain_name="Python Dev {tag}"))),
    Sample("make candidates", "POST", "/api/candidates/bulk-create/?step=submit", 201,
           {"message": "Bulk candidate creation completed: 4 successful, 0 failed", "domain": "Python Dev {tag}",
            "role": "Backend Dev {tag}",
            "results": [{"success": True, "filename": f"{letter}.pdf", "candidate_id": INT, "resume_id": UUID,
                         "candidate_name": name} for letter, name in zip("abcd", PEOPLE, strict=True)],
            "summary": {"total_candidates": 4, "successful_creations": 4, "failed_creations": 0}},
           {"domain": "Python Dev {tag}", "role": "Backend Dev {tag}", "poc_email": RECRUITER["email"], "candidates": [
               {"filename": "a.pdf", "edited_data": {"name": "Asha Rao", "email": ADDRESSES[0],
                                                     "phone": "+911234567890", "work_experience": 3}},
               {"filename": "b.pdf", "edited_data": {"name": "Bala K", "email": ADDRESSES[1]}},
               {"filename": "c.pdf", "edited_data": {"name": "Chitra", "email": ADDRESSES[2]}},
               {"filename": "d.pdf", "edited_data": {"name": "NoMail", "email": ""}}]},
           keep={f"candidate_{number}": f"results.{number - 1}.candidate_id" for number in range(1, 5)}),
    Sample("candidates", "GET", "/api/candidates/", 200,
           Among(CANDIDATE_ROW, *(person(number, CANDIDATE_ROW, status="NEW", domain="Python Dev {tag}",
                                         phone="+911234567890" if number == 1 else "", poc_email=RECRUITER["email"],
                                         job_title="Backend Dev {tag}", resume_url=None, job_matching=None)
                                  for number in (4, 3, 2, 1)))),
    Sample("a candidate", "GET", "/api/candidates/{candidate_1}/", 200,
           person(1, CANDIDATE, recruiter="{recruiter}", phone="+911234567890", work_experience=3, resume=UUID,
                  domain="Python Dev {tag}", poc_email=RECRUITER["email"], resume_file_url=None)),
    Sample("hire a candidate", "PATCH", "/api/candidates/{candidate_1}/", 200,
           {"id": "{candidate_1}", "full_name": "Asha Rao", "email": ADDRESSES[0], "phone": "+911234567890",
            "work_experience": 3, "domain": "Python Dev {tag}", "poc_email": RECRUITER["email"], "status": "HIRED"},
           {"status": "HIRED", "feedback": "x"}),
    Sample("summary of candidates", "GET", "/api/candidates/summary/", 200,
           {"total": INT, "by_status": dict.fromkeys(STATUSES, INT), "by_job": MapOf(INT)}),
    Sample("pending requests", "GET", "/api/requests/pending/", 200,
           Among(PENDING, *(person(number, PENDING, status="NEW", job_title="Backend Dev {tag}")
                            for number in (4, 3, 2)))),
    Sample("candidates of a recruiter", "GET", "/api/candidates/", 200, Each(CANDIDATE_ROW), by="recruiter"),
]  # fmt: skip
