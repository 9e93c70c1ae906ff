-- The schema of the first release.
--
-- Instants are DATETIME(6) in UTC. A slot's date and times are the wall clock of its zone; starts_at and ends_at are
-- the same moments in UTC, computed when the slot is written. A statement ends with a semicolon at the end of a line.

ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE company (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(255) NOT NULL,
    email VARCHAR(254) NULL,
    description TEXT NOT NULL DEFAULT '',
    time_zone VARCHAR(64) NULL,
    contact VARCHAR(255) NOT NULL DEFAULT '',
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at DATETIME(6) NOT NULL,
    UNIQUE KEY company_email (email),
    KEY company_name (name)
);

CREATE TABLE user (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    username VARCHAR(254) NOT NULL,
    email VARCHAR(254) NOT NULL,
    full_name VARCHAR(100) NOT NULL DEFAULT '',
    company_id BIGINT NULL,
    company_name VARCHAR(100) NULL,
    role VARCHAR(50) NOT NULL DEFAULT 'OTHERS',
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    password_hash VARCHAR(255) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE KEY user_username (username),
    UNIQUE KEY user_email (email),
    KEY user_company (company_id, role),
    CONSTRAINT user_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE SET NULL
);

-- A token is known by its SHA-256 only.
CREATE TABLE token (
    token_hash BINARY(32) NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    KEY token_user (user_id),
    KEY token_expires (expires_at),
    CONSTRAINT token_user FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);

-- Failed logins of an account or an address within a window; the subject is a keyed hash of either.
CREATE TABLE login_attempt (
    subject BINARY(32) NOT NULL PRIMARY KEY,
    failures INT NOT NULL,
    window_started_at DATETIME(6) NOT NULL,
    blocked_until DATETIME(6) NULL,
    KEY login_attempt_window (window_started_at)
);

CREATE TABLE recruiter (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    UNIQUE KEY recruiter_user (user_id),
    KEY recruiter_company (company_id),
    CONSTRAINT recruiter_user FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE,
    CONSTRAINT recruiter_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE
);

-- A hiring agency's or a company's contact, as the frontend's agency page keeps it.
CREATE TABLE agency_contact (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(254) NOT NULL,
    role VARCHAR(30) NOT NULL,
    first_name VARCHAR(100) NOT NULL DEFAULT '',
    last_name VARCHAR(100) NOT NULL DEFAULT '',
    phone_number VARCHAR(15) NOT NULL DEFAULT '',
    company_id BIGINT NULL,
    company_name VARCHAR(255) NOT NULL DEFAULT '',
    linkedin_url VARCHAR(500) NOT NULL DEFAULT '',
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    permission_granted DATE NOT NULL,
    created_by BIGINT NULL,
    UNIQUE KEY agency_contact_email (email),
    KEY agency_contact_company (company_id),
    CONSTRAINT agency_contact_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT agency_contact_creator FOREIGN KEY (created_by) REFERENCES user (id) ON DELETE SET NULL
);

CREATE TABLE domain (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    is_active BOOLEAN NOT NULL DEFAULT TRUE,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    UNIQUE KEY domain_name (name)
);

-- company_name is the frontend's free text; company_id is the owner that access is decided by.
CREATE TABLE job (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    job_title VARCHAR(255) NOT NULL,
    company_name VARCHAR(255) NOT NULL,
    company_id BIGINT NULL,
    domain_id BIGINT NULL,
    spoc_email VARCHAR(254) NOT NULL,
    hiring_manager_email VARCHAR(254) NOT NULL,
    current_team_size_info VARCHAR(50) NOT NULL DEFAULT '',
    number_to_hire INT NOT NULL,
    position_level VARCHAR(10) NOT NULL,
    current_process TEXT NOT NULL DEFAULT '',
    tech_stack_details TEXT NOT NULL DEFAULT '',
    coding_language VARCHAR(20) NOT NULL DEFAULT 'PYTHON',
    job_description TEXT NOT NULL DEFAULT '',
    jd_file VARCHAR(255) NULL,
    jd_link VARCHAR(500) NULL,
    created_at DATETIME(6) NOT NULL,
    KEY job_company (company_id, created_at),
    KEY job_domain (domain_id),
    KEY job_title (job_title),
    KEY job_created (created_at, id),
    CONSTRAINT job_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE SET NULL,
    CONSTRAINT job_domain FOREIGN KEY (domain_id) REFERENCES domain (id) ON DELETE SET NULL
);

-- path is below the media folder, made by the server; empty when no file was kept.
CREATE TABLE resume (
    id UUID NOT NULL PRIMARY KEY,
    user_id BIGINT NULL,
    path VARCHAR(255) NOT NULL DEFAULT '',
    original_name VARCHAR(255) NOT NULL DEFAULT '',
    media_type VARCHAR(100) NOT NULL DEFAULT '',
    size BIGINT NOT NULL DEFAULT 0,
    parsed_text MEDIUMTEXT NOT NULL DEFAULT '',
    uploaded_at DATETIME(6) NOT NULL,
    KEY resume_user (user_id, uploaded_at),
    CONSTRAINT resume_user FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE SET NULL
);

-- company_id is the recruiter's company when the candidate was written, and is what access is decided by.
CREATE TABLE candidate (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    recruiter_id BIGINT NULL,
    company_id BIGINT NULL,
    job_id BIGINT NULL,
    resume_id UUID NULL,
    domain VARCHAR(100) NOT NULL DEFAULT '',
    full_name VARCHAR(100) NOT NULL DEFAULT '',
    email VARCHAR(254) NULL,
    phone VARCHAR(20) NOT NULL DEFAULT '',
    work_experience INT NULL,
    poc_email VARCHAR(254) NULL,
    status VARCHAR(40) NOT NULL DEFAULT 'NEW',
    time_zone VARCHAR(64) NULL,
    locale VARCHAR(20) NOT NULL DEFAULT 'en',
    last_updated DATETIME(6) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    KEY candidate_company (company_id, created_at, id),
    KEY candidate_company_status (company_id, status),
    KEY candidate_created (created_at, id),
    KEY candidate_status (status),
    KEY candidate_recruiter (recruiter_id),
    KEY candidate_job (job_id),
    KEY candidate_email (email),
    CONSTRAINT candidate_recruiter FOREIGN KEY (recruiter_id) REFERENCES user (id) ON DELETE SET NULL,
    CONSTRAINT candidate_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT candidate_job FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE SET NULL,
    CONSTRAINT candidate_resume FOREIGN KEY (resume_id) REFERENCES resume (id) ON DELETE SET NULL
);

CREATE TABLE candidate_draft (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    domain VARCHAR(100) NOT NULL DEFAULT '',
    role VARCHAR(255) NOT NULL DEFAULT '',
    resume_id UUID NULL,
    extracted_data JSON NOT NULL DEFAULT '{}',
    verified_data JSON NOT NULL DEFAULT '{}',
    status VARCHAR(20) NOT NULL DEFAULT 'draft',
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    KEY candidate_draft_user (user_id),
    CONSTRAINT candidate_draft_user FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE,
    CONSTRAINT candidate_draft_resume FOREIGN KEY (resume_id) REFERENCES resume (id) ON DELETE SET NULL
);

-- status holds what staff decided (available, booked = closed by hand, cancelled, completed); wire_status is what the
-- frontend sees: an available slot without a free seat is booked. current_bookings counts active schedules.
CREATE TABLE slot (
    id UUID NOT NULL PRIMARY KEY,
    slot_type VARCHAR(20) NOT NULL DEFAULT 'fixed',
    status VARCHAR(20) NOT NULL DEFAULT 'available',
    interview_date DATE NOT NULL,
    start_time TIME NOT NULL,
    end_time TIME NOT NULL,
    time_zone VARCHAR(64) NULL,
    starts_at DATETIME(6) NOT NULL,
    ends_at DATETIME(6) NOT NULL,
    ai_interview_type VARCHAR(20) NOT NULL DEFAULT 'general',
    ai_configuration JSON NOT NULL DEFAULT '{}',
    company_id BIGINT NOT NULL,
    job_id BIGINT NULL,
    is_recurring BOOLEAN NOT NULL DEFAULT FALSE,
    recurring_pattern JSON NOT NULL DEFAULT '{}',
    notes TEXT NOT NULL DEFAULT '',
    max_candidates INT NOT NULL DEFAULT 1,
    current_bookings INT NOT NULL DEFAULT 0,
    wire_status VARCHAR(20) AS (
        CASE WHEN status = 'available' AND current_bookings >= max_candidates THEN 'booked' ELSE status END
    ) PERSISTENT,
    legacy_start_datetime DATETIME(6) NULL,
    legacy_end_datetime DATETIME(6) NULL,
    version BIGINT NOT NULL DEFAULT 1,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    KEY slot_company_date (company_id, interview_date, wire_status),
    KEY slot_company_created (company_id, created_at, id),
    KEY slot_company_starts (company_id, starts_at),
    KEY slot_company_status (company_id, wire_status, created_at, id),
    KEY slot_date (interview_date, wire_status),
    KEY slot_created (created_at, id),
    KEY slot_status (wire_status, created_at, id),
    KEY slot_starts (starts_at),
    KEY slot_job (job_id),
    CONSTRAINT slot_seats CHECK (current_bookings BETWEEN 0 AND max_candidates),
    CONSTRAINT slot_capacity CHECK (max_candidates >= 1),
    CONSTRAINT slot_times CHECK (start_time < end_time),
    CONSTRAINT slot_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT slot_job FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE SET NULL
);

CREATE TABLE interview (
    id UUID NOT NULL PRIMARY KEY,
    candidate_id BIGINT NOT NULL,
    company_id BIGINT NULL,
    job_id BIGINT NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'scheduled',
    interview_round VARCHAR(100) NOT NULL DEFAULT 'AI Interview',
    feedback TEXT NOT NULL DEFAULT '',
    started_at DATETIME(6) NULL,
    ended_at DATETIME(6) NULL,
    video_url VARCHAR(500) NOT NULL DEFAULT '',
    version BIGINT NOT NULL DEFAULT 1,
    created_by BIGINT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    KEY interview_candidate (candidate_id, created_at),
    KEY interview_company (company_id, created_at, id),
    KEY interview_company_status (company_id, status, started_at),
    KEY interview_created (created_at, id),
    KEY interview_status (status, started_at),
    KEY interview_job (job_id),
    CONSTRAINT interview_candidate FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE,
    CONSTRAINT interview_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT interview_job FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE SET NULL,
    CONSTRAINT interview_creator FOREIGN KEY (created_by) REFERENCES user (id) ON DELETE SET NULL
);

-- The booking of an interview: one row for its whole life, moved rather than replaced.
CREATE TABLE schedule (
    id UUID NOT NULL PRIMARY KEY,
    interview_id UUID NOT NULL,
    slot_id UUID NOT NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'pending',
    booking_notes TEXT NOT NULL DEFAULT '',
    booked_at DATETIME(6) NOT NULL,
    confirmed_at DATETIME(6) NULL,
    cancelled_at DATETIME(6) NULL,
    cancellation_reason TEXT NOT NULL DEFAULT '',
    cancelled_by BIGINT NULL,
    calendar_sequence INT NOT NULL DEFAULT 0,
    is_active BOOLEAN AS (status IN ('pending', 'confirmed')) PERSISTENT,
    UNIQUE KEY schedule_interview (interview_id),
    KEY schedule_slot (slot_id, is_active),
    KEY schedule_booked (booked_at, id),
    CONSTRAINT schedule_interview FOREIGN KEY (interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT schedule_slot FOREIGN KEY (slot_id) REFERENCES slot (id) ON DELETE CASCADE,
    CONSTRAINT schedule_canceller FOREIGN KEY (cancelled_by) REFERENCES user (id) ON DELETE SET NULL
);

-- A seat kept for an interview for a short time. One that has run out counts for nothing, swept or not.
-- kind 'new' precedes a booking. kind 'release' follows the release of one: the schedule row is cancelled already and
-- the seat waits for the booking that moves or renews it; the cancellation's mail goes out when the hold runs out.
CREATE TABLE hold (
    interview_id UUID NOT NULL,
    slot_id UUID NOT NULL,
    kind VARCHAR(10) NOT NULL,
    status_before VARCHAR(20) NULL,
    expires_at DATETIME(6) NOT NULL,
    created_by BIGINT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (interview_id, slot_id),
    KEY hold_slot (slot_id, expires_at),
    KEY hold_expires (expires_at),
    CONSTRAINT hold_interview FOREIGN KEY (interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT hold_slot FOREIGN KEY (slot_id) REFERENCES slot (id) ON DELETE CASCADE
);

-- What the portal opens. Its key is derived from the server's secret and the id; only SHA-256 of it is here.
CREATE TABLE session (
    id UUID NOT NULL PRIMARY KEY,
    interview_id UUID NOT NULL,
    key_hash BINARY(32) NOT NULL,
    conversation_hash BINARY(32) NOT NULL,
    status VARCHAR(20) NOT NULL DEFAULT 'SCHEDULED',
    scheduled_at DATETIME(6) NULL,
    ends_at DATETIME(6) NULL,
    language_code VARCHAR(20) NOT NULL DEFAULT 'en-IN',
    accent_tld VARCHAR(20) NOT NULL DEFAULT 'co.in',
    entered_at DATETIME(6) NULL,
    started_at DATETIME(6) NULL,
    completed_at DATETIME(6) NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE KEY session_interview (interview_id),
    UNIQUE KEY session_key (key_hash),
    UNIQUE KEY session_conversation (conversation_hash),
    CONSTRAINT session_interview FOREIGN KEY (interview_id) REFERENCES interview (id) ON DELETE CASCADE
);

CREATE TABLE question_set (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    company_id BIGINT NULL,
    job_id BIGINT NULL,
    ai_interview_type VARCHAR(20) NOT NULL,
    name VARCHAR(200) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    KEY question_set_job (job_id, ai_interview_type),
    KEY question_set_company (company_id, ai_interview_type),
    CONSTRAINT question_set_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT question_set_job FOREIGN KEY (job_id) REFERENCES job (id) ON DELETE CASCADE
);

CREATE TABLE question (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    question_set_id BIGINT NOT NULL,
    position INT NOT NULL,
    question_text TEXT NOT NULL,
    question_type VARCHAR(20) NOT NULL DEFAULT 'TECHNICAL',
    time_limit_seconds INT NOT NULL DEFAULT 180,
    UNIQUE KEY question_position (question_set_id, position),
    CONSTRAINT question_set FOREIGN KEY (question_set_id) REFERENCES question_set (id) ON DELETE CASCADE
);

-- The questions of one interview as they were asked, each with its answer. retries counts how often the candidate was
-- asked to say it again.
CREATE TABLE session_question (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    session_id UUID NOT NULL,
    position INT NOT NULL,
    question_text TEXT NOT NULL,
    question_type VARCHAR(20) NOT NULL DEFAULT 'TECHNICAL',
    question_level VARCHAR(20) NOT NULL DEFAULT 'MAIN',
    time_limit_seconds INT NOT NULL DEFAULT 180,
    asked_at DATETIME(6) NULL,
    retries INT NOT NULL DEFAULT 0,
    answer MEDIUMTEXT NULL,
    answered_at DATETIME(6) NULL,
    response_time_seconds DOUBLE NULL,
    UNIQUE KEY session_question_position (session_id, position),
    CONSTRAINT session_question_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);

-- One start of the browser's recorder: its chunks, put one after the other, are one media file.
CREATE TABLE recording (
    id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL,
    question_position INT NOT NULL,
    media_type VARCHAR(100) NOT NULL,
    chunk_count INT NULL,
    duration_ms BIGINT NULL,
    created_at DATETIME(6) NOT NULL,
    finished_at DATETIME(6) NULL,
    KEY recording_session (session_id, question_position, created_at),
    CONSTRAINT recording_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);

CREATE TABLE recording_chunk (
    recording_id UUID NOT NULL,
    number INT NOT NULL,
    size BIGINT NOT NULL,
    sha256 BINARY(32) NOT NULL,
    received_at DATETIME(6) NOT NULL,
    PRIMARY KEY (recording_id, number),
    CONSTRAINT recording_chunk_recording FOREIGN KEY (recording_id) REFERENCES recording (id) ON DELETE CASCADE
);

CREATE TABLE evaluation (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    interview_id UUID NOT NULL,
    overall_score DOUBLE NOT NULL,
    traits TEXT NOT NULL DEFAULT '',
    suggestions TEXT NOT NULL DEFAULT '',
    details JSON NOT NULL DEFAULT '{}',
    created_at DATETIME(6) NOT NULL,
    UNIQUE KEY evaluation_interview (interview_id),
    CONSTRAINT evaluation_interview FOREIGN KEY (interview_id) REFERENCES interview (id) ON DELETE CASCADE
);

CREATE TABLE feedback (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    candidate_id BIGINT NOT NULL,
    interview_id UUID NULL,
    reviewer_name VARCHAR(100) NOT NULL,
    comments TEXT NOT NULL,
    submitted_at DATETIME(6) NOT NULL,
    KEY feedback_candidate (candidate_id, submitted_at),
    CONSTRAINT feedback_candidate FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE,
    CONSTRAINT feedback_interview FOREIGN KEY (interview_id) REFERENCES interview (id) ON DELETE CASCADE
);

CREATE TABLE interview_configuration (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    company_id BIGINT NOT NULL,
    interview_type VARCHAR(20) NOT NULL,
    day_of_week INT NOT NULL,
    start_time TIME NOT NULL,
    end_time TIME NOT NULL,
    slot_duration INT NOT NULL DEFAULT 60,
    break_duration INT NOT NULL DEFAULT 15,
    ai_settings JSON NOT NULL DEFAULT '{}',
    valid_from DATE NOT NULL,
    valid_until DATE NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    UNIQUE KEY interview_configuration_rule (company_id, interview_type, day_of_week, valid_from),
    CONSTRAINT interview_configuration_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE
);

CREATE TABLE interview_conflict (
    id UUID NOT NULL PRIMARY KEY,
    company_id BIGINT NULL,
    conflict_type VARCHAR(30) NOT NULL,
    resolution VARCHAR(20) NOT NULL DEFAULT 'pending',
    primary_interview_id UUID NOT NULL,
    conflicting_interview_id UUID NULL,
    conflict_details JSON NOT NULL DEFAULT '{}',
    resolution_notes TEXT NOT NULL DEFAULT '',
    detected_at DATETIME(6) NOT NULL,
    resolved_at DATETIME(6) NULL,
    resolved_by BIGINT NULL,
    KEY interview_conflict_company (company_id, detected_at),
    KEY interview_conflict_detected (detected_at),
    CONSTRAINT interview_conflict_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE,
    CONSTRAINT interview_conflict_primary FOREIGN KEY (primary_interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT interview_conflict_other FOREIGN KEY (conflicting_interview_id) REFERENCES interview (id)
        ON DELETE SET NULL,
    CONSTRAINT interview_conflict_resolver FOREIGN KEY (resolved_by) REFERENCES user (id) ON DELETE SET NULL
);

-- What happened to each booking, only ever added to. It has no foreign keys: the history outlives its rows.
CREATE TABLE booking_event (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    interview_id UUID NOT NULL,
    schedule_id UUID NULL,
    company_id BIGINT NULL,
    action VARCHAR(30) NOT NULL,
    slot_before UUID NULL,
    slot_after UUID NULL,
    status_before VARCHAR(20) NULL,
    status_after VARCHAR(20) NULL,
    rule_overridden VARCHAR(40) NULL,
    reason TEXT NOT NULL DEFAULT '',
    actor_kind VARCHAR(20) NOT NULL,
    actor_id BIGINT NULL,
    request_id VARCHAR(64) NOT NULL DEFAULT '',
    occurred_at DATETIME(6) NOT NULL,
    KEY booking_event_interview (interview_id, id),
    KEY booking_event_company (company_id, occurred_at)
);

-- One row a message and recipient. body is the rendered message, encrypted, and erased when the message is settled.
CREATE TABLE outbox (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    dedup_key VARCHAR(191) NOT NULL,
    kind VARCHAR(40) NOT NULL,
    recipient_role VARCHAR(20) NOT NULL,
    interview_id UUID NULL,
    version INT NOT NULL,
    recipient VARCHAR(320) NOT NULL,
    sender VARCHAR(320) NOT NULL,
    message_id VARCHAR(255) NOT NULL,
    subject VARCHAR(998) NOT NULL,
    body MEDIUMBLOB NULL,
    state VARCHAR(20) NOT NULL DEFAULT 'queued',
    attempts INT NOT NULL DEFAULT 0,
    next_attempt_at DATETIME(6) NOT NULL,
    give_up_at DATETIME(6) NOT NULL,
    lease_owner VARCHAR(64) NULL,
    lease_until DATETIME(6) NULL,
    last_reply_code INT NULL,
    last_error VARCHAR(500) NULL,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    sent_at DATETIME(6) NULL,
    UNIQUE KEY outbox_dedup (dedup_key),
    UNIQUE KEY outbox_message_id (message_id),
    KEY outbox_due (state, next_attempt_at),
    KEY outbox_interview (interview_id)
);

CREATE TABLE mail_attempt (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    outbox_id BIGINT NOT NULL,
    number INT NOT NULL,
    started_at DATETIME(6) NOT NULL,
    finished_at DATETIME(6) NULL,
    outcome VARCHAR(20) NULL,
    reply_code INT NULL,
    reply_text VARCHAR(500) NULL,
    duration_ms INT NULL,
    owner VARCHAR(64) NOT NULL,
    KEY mail_attempt_outbox (outbox_id, number),
    CONSTRAINT mail_attempt_outbox FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE CASCADE
);

CREATE TABLE notification (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    notification_type VARCHAR(40) NOT NULL,
    title VARCHAR(255) NOT NULL,
    message TEXT NOT NULL,
    priority VARCHAR(10) NOT NULL DEFAULT 'medium',
    status VARCHAR(10) NOT NULL DEFAULT 'sent',
    channels JSON NOT NULL DEFAULT '["in_app"]',
    metadata JSON NOT NULL DEFAULT '{}',
    created_at DATETIME(6) NOT NULL,
    sent_at DATETIME(6) NULL,
    read_at DATETIME(6) NULL,
    email_sent BOOLEAN NOT NULL DEFAULT FALSE,
    in_app_sent BOOLEAN NOT NULL DEFAULT TRUE,
    sms_sent BOOLEAN NOT NULL DEFAULT FALSE,
    KEY notification_user (user_id, created_at, id),
    KEY notification_unread (user_id, read_at),
    CONSTRAINT notification_user FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);

CREATE TABLE notification_preference (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id BIGINT NOT NULL,
    email_enabled BOOLEAN NOT NULL DEFAULT TRUE,
    in_app_enabled BOOLEAN NOT NULL DEFAULT TRUE,
    sms_enabled BOOLEAN NOT NULL DEFAULT FALSE,
    interview_notifications BOOLEAN NOT NULL DEFAULT TRUE,
    resume_notifications BOOLEAN NOT NULL DEFAULT TRUE,
    system_notifications BOOLEAN NOT NULL DEFAULT TRUE,
    daily_digest BOOLEAN NOT NULL DEFAULT FALSE,
    weekly_summary BOOLEAN NOT NULL DEFAULT FALSE,
    created_at DATETIME(6) NOT NULL,
    updated_at DATETIME(6) NOT NULL,
    UNIQUE KEY notification_preference_user (user_id),
    CONSTRAINT notification_preference_user FOREIGN KEY (user_id) REFERENCES user (id) ON DELETE CASCADE
);
