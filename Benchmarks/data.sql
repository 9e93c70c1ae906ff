-- What the benchmarks' database holds before a run: @SIZE@ schedules of the past, each with its interview, session,
-- history and mail, and the slots of the future that the runs read and book. One INSERT fills each table, which lets
-- InnoDB sort the indexes rather than insert into them row by row.

SET unique_checks = 0, foreign_key_checks = 0, time_zone = '+00:00', collation_connection = utf8mb4_unicode_ci;

INSERT INTO company (id, name, contact, created_at)
SELECT seq, CONCAT('Company ', seq), CONCAT('jobs', seq, '@mail.example'), NOW(6) FROM seq_1_to_100;

-- Company 1 has the user whose token the runs show. The password is set for the run that logs in.
INSERT INTO user (id, username, email, full_name, company_id, role, password_hash, created_at)
SELECT seq, CONCAT('recruiter', seq, '@mail.example'), CONCAT('recruiter', seq, '@mail.example'),
    CONCAT('Recruiter ', seq), seq, 'COMPANY', '@PASSWORD@', NOW(6)
FROM seq_1_to_100;

INSERT INTO token (token_hash, user_id, created_at, expires_at)
VALUES (UNHEX(SHA2('@TOKEN@', 256)), 1, NOW(6), NOW(6) + INTERVAL 30 DAY);

INSERT INTO job (id, job_title, company_name, company_id, spoc_email, hiring_manager_email, number_to_hire,
    position_level, created_at)
SELECT seq, CONCAT('Engineer ', seq), CONCAT('Company ', seq), seq, 'spoc@mail.example', 'manager@mail.example', 3,
    'IC', NOW(6)
FROM seq_1_to_100;

INSERT INTO candidate (id, company_id, job_id, recruiter_id, full_name, email, status, last_updated, created_at)
SELECT seq, 1 + seq MOD 100, 1 + seq MOD 100, 1 + seq MOD 100, CONCAT('Candidate ', seq),
    CONCAT('candidate', seq, '@mail.example'), 'INTERVIEW_COMPLETED', NOW(6), NOW(6) - INTERVAL 1 YEAR
FROM seq_1_to_@CANDIDATES@;

-- Slots of the past, two seats each, both taken; then, for company 1: on each of the coming 30 days 20 that the list's
-- filter finds and 10 that it does not; 2000 with seats for every booking, two hours each; and the hot one.
INSERT INTO slot (id, status, interview_date, start_time, end_time, starts_at, ends_at, ai_interview_type, company_id,
    job_id, max_candidates, current_bookings, created_at, updated_at)
SELECT id, 'available', day, start, ADDTIME(start, '00:30:00'), TIMESTAMP(day, start) - INTERVAL 330 MINUTE,
    TIMESTAMP(day, start) - INTERVAL 300 MINUTE, type, company, company, seats, taken, made, made
FROM (
    SELECT CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70018000000000000000') AS id,
        CURRENT_DATE - INTERVAL 1 + (seq DIV 1600) MOD 700 DAY AS day, MAKETIME(8 + seq MOD 14, 0, 0) AS start,
        'general' AS type, 1 + seq MOD 100 AS company, 2 AS seats, 2 AS taken,
        NOW(6) - INTERVAL 1 YEAR - INTERVAL seq SECOND AS made
    FROM seq_1_to_@PAST_SLOTS@
    UNION ALL
    SELECT CONCAT('0191', LPAD(HEX(seq), 8, '0'), '70018000000000000000'),
        CURRENT_DATE + INTERVAL 1 + seq MOD 30 DAY, MAKETIME(8 + (seq DIV 30) MOD 14, 0, 0),
        IF(seq < 600, 'technical', 'coding'), 1, 3, 0, NOW(6) - INTERVAL seq SECOND
    FROM seq_0_to_899
    UNION ALL
    SELECT CONCAT('0192', LPAD(HEX(seq), 8, '0'), '70018000000000000000'),
        CURRENT_DATE + INTERVAL 40 + seq MOD 300 DAY, MAKETIME(8 + (seq DIV 300) MOD 14, 0, 0), 'technical', 1,
        1000000, 0, NOW(6) - INTERVAL seq SECOND
    FROM seq_0_to_2000
) slots;

INSERT INTO interview (id, candidate_id, company_id, job_id, status, started_at, ended_at, created_by, created_at,
    updated_at)
SELECT CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70028000000000000000'), 1 + seq DIV 4, 1 + (seq DIV 4) MOD 100,
    1 + (seq DIV 4) MOD 100, 'completed', NOW() - INTERVAL 1 + (seq DIV 3200) MOD 700 DAY,
    NOW() - INTERVAL 1 + (seq DIV 3200) MOD 700 DAY + INTERVAL 30 MINUTE, 1 + (seq DIV 4) MOD 100,
    NOW(6) - INTERVAL 2 YEAR + INTERVAL seq SECOND, NOW(6)
FROM seq_0_to_@LAST@;

INSERT INTO schedule (id, interview_id, slot_id, status, booked_at, confirmed_at)
SELECT CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70038000000000000000'),
    CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70028000000000000000'),
    CONCAT('0190', LPAD(HEX(1 + seq DIV 2), 8, '0'), '70018000000000000000'), 'confirmed',
    NOW(6) - INTERVAL 2 YEAR + INTERVAL seq SECOND, NOW(6)
FROM seq_0_to_@LAST@;

INSERT INTO session (id, interview_id, key_hash, conversation_hash, status, scheduled_at, ends_at, entered_at,
    started_at, completed_at, created_at)
SELECT CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70048000000000000000'),
    CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70028000000000000000'), UNHEX(SHA2(CONCAT('key', seq), 256)),
    UNHEX(SHA2(CONCAT('conversation', seq), 256)), 'COMPLETED', NOW(), NOW(), NOW(), NOW(), NOW(), NOW(6)
FROM seq_0_to_@LAST@;

INSERT INTO booking_event (interview_id, schedule_id, company_id, action, slot_after, status_after, actor_kind,
    actor_id, occurred_at)
SELECT CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70028000000000000000'),
    CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70038000000000000000'), 1 + (seq DIV 4) MOD 100, 'booked',
    CONCAT('0190', LPAD(HEX(1 + seq DIV 2), 8, '0'), '70018000000000000000'), 'confirmed', 'user', 1,
    NOW(6) - INTERVAL 2 YEAR + INTERVAL seq SECOND
FROM seq_0_to_@LAST@;

INSERT INTO outbox (dedup_key, kind, recipient_role, interview_id, version, recipient, sender, message_id, subject,
    state, attempts, next_attempt_at, give_up_at, created_at, updated_at, sent_at)
SELECT CONCAT('mail:', seq), 'interview_scheduled', 'candidate',
    CONCAT('0190', LPAD(HEX(seq), 8, '0'), '70028000000000000000'), 0,
    CONCAT('candidate', 1 + seq DIV 4, '@mail.example'), 'interviews@localhost.example',
    CONCAT('<', seq, '@localhost.example>'), 'Interview Scheduled', 'sent', 1, NOW(6) - INTERVAL 1 YEAR,
    NOW(6) - INTERVAL 1 YEAR, NOW(6) - INTERVAL 1 YEAR, NOW(6) - INTERVAL 1 YEAR, NOW(6) - INTERVAL 1 YEAR
FROM seq_0_to_@LAST@;

ANALYZE TABLE company, user, job, candidate, slot, interview, schedule, session, booking_event, outbox;
