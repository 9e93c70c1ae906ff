-- The two transactions of a booking, each one round trip: the same locks, rules and rows as the server's.

DROP PROCEDURE IF EXISTS bench_create;
DROP PROCEDURE IF EXISTS bench_book;

DELIMITER //

CREATE PROCEDURE bench_create(
    token_of_caller BINARY(32), candidate_wanted BIGINT, slot_wanted UUID, new_interview UUID, request VARCHAR(64))
BEGIN
    DECLARE caller, own_company, company_of_candidate, slot_job, found, kept BIGINT;
    DECLARE slot_status VARCHAR(20);
    DECLARE begins, ends DATETIME(6);
    DECLARE seats, taken, holds INT;
    DECLARE name, job_title VARCHAR(255);
    DECLARE notice, horizon, buffer INT;
    DECLARE closed BOOLEAN;
    DECLARE day DATE;
    DECLARE moment DATETIME(6) DEFAULT NOW(6);

    SELECT user.id, user.company_id, candidate.company_id, candidate.full_name
    INTO caller, own_company, company_of_candidate, name
    FROM token
    JOIN user ON user.id = token.user_id
    LEFT JOIN candidate ON candidate.id = candidate_wanted
    WHERE token.token_hash = token_of_caller AND token.expires_at > moment AND user.is_active;

    START TRANSACTION;
    SELECT job_id, status, starts_at, ends_at, max_candidates, current_bookings, interview_date
    INTO slot_job, slot_status, begins, ends, seats, taken, day
    FROM slot WHERE id = slot_wanted AND company_id = own_company FOR UPDATE;
    SELECT id INTO found FROM candidate WHERE id = candidate_wanted FOR UPDATE;
    SELECT company.notice_minutes, company.horizon_days, company.buffer_minutes,
        EXISTS (SELECT 1 FROM blackout WHERE company_id = own_company AND day BETWEEN first_day AND last_day),
        EXISTS (SELECT 1 FROM interview WHERE candidate_id = candidate_wanted AND status = 'scheduled'),
        (SELECT COUNT(*) FROM hold WHERE created_by = caller AND expires_at > moment AND kind = 'new'),
        (SELECT COUNT(*) FROM hold WHERE slot_id = slot_wanted AND expires_at > moment),
        (SELECT job.job_title FROM job WHERE job.id = slot_job)
    INTO notice, horizon, buffer, closed, found, kept, holds, job_title
    FROM company WHERE company.id = own_company;
    IF found > 0 THEN
        SELECT COUNT(*) INTO found
        FROM (
            SELECT interview.id
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id
            JOIN slot ON slot.id = schedule.slot_id
            WHERE schedule.is_active AND interview.candidate_id = candidate_wanted AND interview.status = 'scheduled'
              AND slot.starts_at < ends + INTERVAL buffer MINUTE
              AND slot.ends_at > begins - INTERVAL buffer MINUTE
            UNION
            SELECT interview.id
            FROM interview
            JOIN hold ON hold.interview_id = interview.id
            JOIN slot ON slot.id = hold.slot_id
            WHERE hold.expires_at > moment AND hold.kind = 'new' AND interview.candidate_id = candidate_wanted
              AND interview.status = 'scheduled' AND slot.starts_at < ends + INTERVAL buffer MINUTE
              AND slot.ends_at > begins - INTERVAL buffer MINUTE
        ) overlapping;
    END IF;
    IF found > 0 OR slot_status <> 'available' OR begins <= moment OR closed
        OR begins < moment + INTERVAL notice MINUTE OR begins > moment + INTERVAL horizon DAY
        OR taken + holds >= seats
        OR company_of_candidate <> own_company THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused';
    END IF;
    INSERT INTO interview (id, candidate_id, company_id, job_id, status, interview_round, feedback, started_at,
        ended_at, created_by, created_at, updated_at)
    VALUES (new_interview, candidate_wanted, own_company, slot_job, 'scheduled', 'AI Interview', '', begins, ends, caller,
        moment, moment);
    INSERT INTO hold (interview_id, slot_id, kind, status_before, expires_at, created_by, created_at)
    VALUES (new_interview, slot_wanted, 'new', NULL, moment + INTERVAL 300 SECOND, caller, moment);
    INSERT INTO booking_event (interview_id, company_id, action, slot_after, actor_kind, actor_id, request_id,
        occurred_at)
    VALUES (new_interview, own_company, 'held', slot_wanted, 'user', caller, request, moment);
    COMMIT;

    SELECT name, job_title, begins, ends;
END //

CREATE PROCEDURE bench_book(
    token_of_caller BINARY(32), slot_wanted UUID, interview_wanted UUID, new_schedule UUID, new_session UUID,
    key_of_session BINARY(32), conversation BINARY(32), request VARCHAR(64), mail MEDIUMBLOB,
    mail_of_recruiter MEDIUMBLOB)
BEGIN
    DECLARE caller, own_company, candidate_booked, found, recruiter BIGINT;
    DECLARE slot_status VARCHAR(20);
    DECLARE begins, ends DATETIME(6);
    DECLARE seats, taken, holds, booked, version_of_mail INT;
    DECLARE name, job_title, company_name, address, recruiter_address VARCHAR(320);
    DECLARE notice, horizon, buffer INT;
    DECLARE closed, is_mailed BOOLEAN;
    DECLARE day DATE;
    DECLARE moment DATETIME(6) DEFAULT NOW(6);

    SELECT user.id, user.company_id, interview.candidate_id INTO caller, own_company, candidate_booked
    FROM token
    JOIN user ON user.id = token.user_id
    LEFT JOIN interview ON interview.id = interview_wanted
    LEFT JOIN schedule ON schedule.interview_id = interview.id
    LEFT JOIN hold ON hold.interview_id = interview.id
    WHERE token.token_hash = token_of_caller AND token.expires_at > moment AND user.is_active;

    START TRANSACTION;
    SELECT status, starts_at, ends_at, max_candidates, current_bookings, interview_date
    INTO slot_status, begins, ends, seats, taken, day
    FROM slot WHERE id = slot_wanted AND company_id = own_company FOR UPDATE;
    SELECT id INTO found FROM candidate WHERE id = candidate_booked FOR UPDATE;
    -- The booking that the interview has already, should it have one.
    SELECT COUNT(*) INTO booked FROM schedule WHERE interview_id = interview_wanted FOR UPDATE;
    SELECT COUNT(*) INTO holds FROM hold WHERE interview_id = interview_wanted FOR UPDATE;
    SELECT candidate_id INTO candidate_booked FROM interview WHERE id = interview_wanted FOR UPDATE;
    SELECT company.notice_minutes, company.horizon_days, company.buffer_minutes,
        EXISTS (SELECT 1 FROM blackout WHERE company_id = own_company AND day BETWEEN first_day AND last_day),
        EXISTS (
            SELECT 1
            FROM interview other
            WHERE other.candidate_id = candidate_booked AND other.status = 'scheduled' AND other.id <> interview_wanted
        ),
        (SELECT COUNT(*) FROM hold
         WHERE slot_id = slot_wanted AND expires_at > moment AND interview_id <> interview_wanted),
        (SELECT COALESCE(MAX(version) + 1, 0) FROM outbox WHERE interview_id = interview_wanted),
        candidate.full_name, candidate.email, COALESCE(job.job_title, slot_job.job_title, candidate_job.job_title, ''),
        COALESCE(job.company_name, slot_job.company_name, candidate_job.company_name, company.name), user.id,
        user.email, COALESCE(preference.email_enabled AND preference.interview_notifications, TRUE)
    INTO notice, horizon, buffer, closed, found, holds, version_of_mail, name, address, job_title, company_name,
        recruiter, recruiter_address, is_mailed
    FROM interview
    JOIN candidate ON candidate.id = interview.candidate_id
    JOIN slot ON slot.id = slot_wanted
    JOIN company ON company.id = slot.company_id
    LEFT JOIN session ON session.interview_id = interview.id
    LEFT JOIN job ON job.id = interview.job_id
    LEFT JOIN job slot_job ON slot_job.id = slot.job_id
    LEFT JOIN job candidate_job ON candidate_job.id = candidate.job_id
    LEFT JOIN user ON user.id = COALESCE(candidate.recruiter_id, interview.created_by) AND user.is_active
    LEFT JOIN notification_preference preference ON preference.user_id = user.id
    WHERE interview.id = interview_wanted;
    IF found > 0 THEN
        SELECT COUNT(*) INTO found
        FROM (
            SELECT interview.id
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id
            JOIN slot ON slot.id = schedule.slot_id
            WHERE schedule.is_active AND interview.candidate_id = candidate_booked AND interview.status = 'scheduled'
              AND interview.id <> interview_wanted AND slot.starts_at < ends + INTERVAL buffer MINUTE
              AND slot.ends_at > begins - INTERVAL buffer MINUTE
            UNION
            SELECT interview.id
            FROM interview
            JOIN hold ON hold.interview_id = interview.id
            JOIN slot ON slot.id = hold.slot_id
            WHERE hold.expires_at > moment AND hold.kind = 'new' AND interview.candidate_id = candidate_booked
              AND interview.status = 'scheduled' AND interview.id <> interview_wanted AND slot.starts_at < ends + INTERVAL buffer MINUTE
              AND slot.ends_at > begins - INTERVAL buffer MINUTE
        ) overlapping;
    END IF;
    IF booked > 0 OR found > 0 OR slot_status <> 'available' OR begins <= moment OR closed
        OR begins < moment + INTERVAL notice MINUTE OR begins > moment + INTERVAL horizon DAY
        OR taken + holds >= seats THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused';
    END IF;
    UPDATE slot
    SET current_bookings = current_bookings + 1, version = version + 1, updated_at = moment
    WHERE id = slot_wanted AND current_bookings < max_candidates;
    UPDATE interview
    SET started_at = begins, ended_at = ends, status = 'scheduled', version = version + 1, updated_at = moment
    WHERE id = interview_wanted;
    UPDATE candidate SET status = 'INTERVIEW_SCHEDULED', last_updated = moment WHERE id = candidate_booked;
    INSERT INTO schedule (id, interview_id, slot_id, status, booking_notes, booked_at, calendar_sequence)
    VALUES (new_schedule, interview_wanted, slot_wanted, 'pending', 'Please bring a portfolio.', moment,
        version_of_mail);
    INSERT INTO session (id, interview_id, key_hash, conversation_hash, scheduled_at, ends_at, created_at)
    VALUES (new_session, interview_wanted, key_of_session, conversation, begins, ends, moment)
    ON DUPLICATE KEY UPDATE scheduled_at = VALUES(scheduled_at), ends_at = VALUES(ends_at);
    INSERT INTO booking_event (interview_id, schedule_id, company_id, action, slot_after, status_after, actor_kind,
        actor_id, request_id, occurred_at)
    VALUES (interview_wanted, new_schedule, own_company, 'booked', slot_wanted, 'pending', 'user', caller, request, moment);
    IF version_of_mail > 0 THEN
        UPDATE outbox
        SET state = 'cancelled', body = NULL, updated_at = moment
        WHERE interview_id = interview_wanted AND version < version_of_mail
            AND state IN ('queued', 'deferred', 'unknown');
    END IF;
    INSERT INTO outbox (dedup_key, kind, recipient_role, interview_id, version, recipient, sender, message_id, subject,
        body, state, next_attempt_at, give_up_at, created_at, updated_at)
    VALUES
        (CONCAT(interview_wanted, ':interview_scheduled:0:candidate'), 'interview_scheduled', 'candidate',
         interview_wanted, version_of_mail, address, 'interviews@localhost.example',
         CONCAT('<', interview_wanted, '.interview_scheduled.0.candidate@localhost.example>'),
         CONCAT('Interview Scheduled - ', job_title, ' at ', company_name), mail, 'queued', moment,
         moment + INTERVAL 48 HOUR, moment, moment),
        (CONCAT(interview_wanted, ':interview_scheduled:0:user-', recruiter), 'interview_scheduled', 'recruiter',
         interview_wanted, version_of_mail, recruiter_address, 'interviews@localhost.example',
         CONCAT('<', interview_wanted, '.interview_scheduled.0.user-', recruiter, '@localhost.example>'),
         CONCAT('Interview Scheduled for ', name), mail_of_recruiter, 'queued', moment, moment + INTERVAL 48 HOUR,
         moment, moment)
    ON DUPLICATE KEY UPDATE id = outbox.id;
    INSERT INTO notification (user_id, notification_type, title, message, priority, status, channels, metadata,
        created_at, sent_at, email_sent)
    VALUES (recruiter, 'interview_scheduled', CONCAT('Interview Scheduled for ', name),
        CONCAT(job_title, ' at ', company_name), 'high', 'sent', '["email","in_app"]',
        JSON_OBJECT('interview_id', interview_wanted), moment, moment, TRUE);
    DELETE FROM hold WHERE interview_id = interview_wanted;
    COMMIT;

    SELECT schedule.id, schedule.interview_id, schedule.slot_id, schedule.status, schedule.booking_notes,
        schedule.booked_at, schedule.confirmed_at, schedule.cancelled_at, schedule.cancellation_reason,
        schedule.cancelled_by, candidate.full_name, interview.status, interview.started_at, interview.ended_at,
        slot.ai_interview_type, slot.interview_date, slot.start_time, slot.end_time, company.name, mail.state,
        mail.last_error
    FROM schedule
    JOIN interview ON interview.id = schedule.interview_id
    JOIN candidate ON candidate.id = interview.candidate_id
    JOIN slot ON slot.id = schedule.slot_id
    JOIN company ON company.id = slot.company_id
    LEFT JOIN outbox mail ON mail.id = (
        SELECT id FROM outbox WHERE interview_id = interview_wanted AND recipient_role = 'candidate'
        ORDER BY version DESC, id DESC LIMIT 1)
    WHERE schedule.interview_id = interview_wanted;
END //

DELIMITER ;
