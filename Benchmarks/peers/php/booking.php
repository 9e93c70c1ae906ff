<?php
// The two transactions of a booking: an interview that holds a seat, and the seat's taking with all that it entails.
declare(strict_types=1);

function create_interview(): void
{
    $caller = caller();
    $body = body();
    $candidate = row('SELECT id, company_id FROM candidate WHERE id = ?', [$body['candidate'] ?? 0]);
    $slot = visible_slot($body['slot'] ?? '', $caller);
    if (($candidate['company_id'] ?? null) !== $caller['company_id']) {
        throw new Refusal(400, 'Invalid candidate.');
    }
    // How many seats a user keeps at a time; in these runs there is no end to it.
    run(
        "SELECT COUNT(*) FROM hold WHERE created_by = ? AND expires_at > ? AND kind = 'new'",
        [$caller['id'], now()]
    )->fetchColumn();
    $id = uuid();
    transaction(function () use ($caller, $candidate, $slot, $id): void {
        $locked = lock_slot($slot['id']);
        row('SELECT id FROM candidate WHERE id = ? FOR UPDATE', [$candidate['id']]);
        require_seat($locked, $candidate['id'], null);
        run(
            "INSERT INTO interview (id, candidate_id, company_id, job_id, status, interview_round, feedback,
                started_at, ended_at, created_by, created_at, updated_at)
            VALUES (?, ?, ?, ?, 'scheduled', 'AI Interview', '', ?, ?, ?, ?, ?)",
            [$id, $candidate['id'], $candidate['company_id'], $locked['job_id'], $locked['starts_at'],
                $locked['ends_at'], $caller['id'], now(), now()]
        );
        run(
            "INSERT INTO hold (interview_id, slot_id, kind, status_before, expires_at, created_by, created_at)
            VALUES (?, ?, 'new', NULL, ?, ?, ?)
            ON DUPLICATE KEY UPDATE expires_at = VALUES(expires_at)",
            [$id, $locked['id'], now(300), $caller['id'], now()]
        );
        record('held', $id, null, $locked, null, $caller);
    });
    answer(201, interview_json($id));
}

function book_slot(string $slotID): void
{
    $caller = caller();
    $slot = visible_slot($slotID, $caller);
    $body = body();
    $interview = row(
        'SELECT ' . INTERVIEW_COLUMNS . ' FROM ' . INTERVIEW_TABLES . ' WHERE interview.id = ?',
        [$body['interview_id'] ?? '']
    );
    if (($interview['company_id'] ?? null) !== $caller['company_id'] || empty($interview['email'])) {
        throw new Refusal(404, 'No such interview.');
    }
    transaction(fn () => take_seat($slot['id'], $interview['id'], (string) ($body['booking_notes'] ?? ''), $caller));
    answer(201, schedule_json($interview['id']));
}

function visible_slot(string $id, array $caller): array
{
    $slot = row(
        'SELECT ' . SLOT_COLUMNS . ' FROM slot
        JOIN company ON company.id = slot.company_id
        LEFT JOIN job ON job.id = slot.job_id
        WHERE slot.id = ?',
        [now(), $id]
    );
    if (($slot['company_id'] ?? null) !== $caller['company_id']) {
        throw new Refusal(404, 'No such slot.');
    }
    return $slot;
}

function lock_slot(string $id): array
{
    return row(
        'SELECT slot.id, slot.company_id, slot.job_id, slot.status, slot.starts_at, slot.ends_at, slot.max_candidates,
            slot.current_bookings, 
            (SELECT notice_minutes FROM company WHERE company.id = slot.company_id) AS notice_minutes,
            (SELECT horizon_days FROM company WHERE company.id = slot.company_id) AS horizon_days,
            (SELECT buffer_minutes FROM company WHERE company.id = slot.company_id) AS buffer_minutes,
            EXISTS (
                SELECT 1
                FROM blackout
                WHERE blackout.company_id = slot.company_id
                  AND slot.interview_date BETWEEN blackout.first_day AND blackout.last_day
            ) AS is_blacked_out
        FROM slot
        WHERE slot.id = ?
        FOR UPDATE',
        [$id]
    );
}

// The rules of every claim, on rows that are locked.
function require_seat(array $slot, int $candidate, ?string $interview): void
{
    $other = "interview.candidate_id = ? AND interview.status = 'scheduled'
        AND (? IS NULL OR interview.id <> ?) AND slot.starts_at < ? AND slot.ends_at > ?";
    $buffer = $slot['buffer_minutes'] . ' minutes';
    $widened = fn (string $time, string $by): string => $slot['buffer_minutes'] === 0
        ? $time : (new DateTimeImmutable($time))->modify($by)->format('Y-m-d H:i:s.u');
    $values = [$candidate, $interview, $interview, $widened($slot['ends_at'], "+$buffer"),
        $widened($slot['starts_at'], "-$buffer")];
    $overlapping = rows(
        "SELECT interview.id
        FROM interview
        JOIN schedule ON schedule.interview_id = interview.id
        JOIN slot ON slot.id = schedule.slot_id
        WHERE schedule.is_active AND $other
        UNION
        SELECT interview.id
        FROM interview
        JOIN hold ON hold.interview_id = interview.id
        JOIN slot ON slot.id = hold.slot_id
        WHERE hold.expires_at > ? AND hold.kind = 'new' AND $other",
        [...$values, now(), ...$values]
    );
    $holds = run(
        'SELECT COUNT(*) FROM hold WHERE slot_id = ? AND expires_at > ? AND (? IS NULL OR interview_id <> ?)',
        [$slot['id'], now(), $interview, $interview]
    )->fetchColumn();
    $free = $slot['max_candidates'] - $slot['current_bookings'] - $holds;
    if ($slot['status'] !== 'available' || !keeps_rules($slot) || $free < 1 || $overlapping) {
        throw new Refusal(400, 'Slot is not available for booking');
    }
}

function take_seat(string $slotID, string $interviewID, string $notes, array $caller): void
{
    $sketch = row('SELECT candidate_id FROM interview WHERE id = ?', [$interviewID]);
    rows(
        'SELECT slot_id FROM schedule WHERE interview_id = ? UNION SELECT slot_id FROM hold WHERE interview_id = ?',
        [$interviewID, $interviewID]
    );
    $slot = lock_slot($slotID);
    row('SELECT id FROM candidate WHERE id = ? FOR UPDATE', [$sketch['candidate_id']]);
    $booked = row('SELECT id, slot_id, status FROM schedule WHERE interview_id = ? FOR UPDATE', [$interviewID]);
    rows('SELECT slot_id, kind FROM hold WHERE interview_id = ? ORDER BY slot_id FOR UPDATE', [$interviewID]);
    row('SELECT candidate_id, status, started_at FROM interview WHERE id = ? FOR UPDATE', [$interviewID]);
    if ($booked !== null) {
        throw new Refusal(409, 'This interview is booked already.');
    }
    require_seat($slot, $sketch['candidate_id'], $interviewID);
    $taken = run(
        'UPDATE slot
        SET current_bookings = current_bookings + 1, version = version + 1, updated_at = ?
        WHERE id = ? AND current_bookings < max_candidates',
        [now(), $slotID]
    )->rowCount();
    if ($taken !== 1) {
        throw new Refusal(400, 'Slot is not available for booking');
    }
    run(
        "UPDATE interview
        SET started_at = ?, ended_at = ?, status = 'scheduled', version = version + 1, updated_at = ?
        WHERE id = ?",
        [$slot['starts_at'], $slot['ends_at'], now(), $interviewID]
    );
    run(
        "UPDATE candidate SET status = 'INTERVIEW_SCHEDULED', last_updated = ? WHERE id = ?",
        [now(), $sketch['candidate_id']]
    );
    $schedule = uuid();
    run(
        "INSERT INTO schedule (id, interview_id, slot_id, status, booking_notes, booked_at, calendar_sequence)
        VALUES (?, ?, ?, 'pending', ?, ?, (SELECT COALESCE(MAX(version) + 1, 0) FROM outbox WHERE interview_id = ?))",
        [$schedule, $interviewID, $slotID, $notes, now(), $interviewID]
    );
    $session = uuid();
    $key = substr(bin2hex(hash_hmac('sha256', $session, derived('session-key'), true)), 0, 32);
    $conversation = bin2hex(hash_hmac('sha256', $session, derived('session-conversation'), true));
    run(
        'INSERT INTO session (id, interview_id, key_hash, conversation_hash, scheduled_at, ends_at, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON DUPLICATE KEY UPDATE scheduled_at = VALUES(scheduled_at), ends_at = VALUES(ends_at)',
        [$session, $interviewID, hash('sha256', $key, true), hash('sha256', $conversation, true), $slot['starts_at'],
            $slot['ends_at'], now()]
    );
    record('booked', $interviewID, $schedule, $slot, 'pending', $caller);
    tell($interviewID, $key, $slot);
    run('DELETE FROM hold WHERE interview_id = ?', [$interviewID]);
}

function record(string $action, string $interview, ?string $schedule, array $slot, ?string $status, array $caller): void
{
    run(
        "INSERT INTO booking_event (interview_id, schedule_id, company_id, action, slot_before, slot_after,
            status_before, status_after, rule_overridden, reason, actor_kind, actor_id, request_id, occurred_at)
        VALUES (?, ?, ?, ?, NULL, ?, NULL, ?, NULL, '', 'user', ?, ?, ?)",
        [$interview, $schedule, $slot['company_id'], $action, $slot['id'], $status, $caller['id'],
            $_SERVER['REQUEST_ID'], now()]
    );
}

// The drafts of the mails to candidate and recruiter, sealed, and the recruiter's notification.
function tell(string $interviewID, string $key, array $slot): void
{
    $facts = row(
        "SELECT schedule.calendar_sequence, candidate.full_name, candidate.email,
            COALESCE(job.job_title, slot_job.job_title, candidate_job.job_title, '') AS job_title,
            COALESCE(job.company_name, slot_job.company_name, candidate_job.company_name, company.name) AS company_name,
            slot.starts_at, slot.ends_at, COALESCE(slot.time_zone, company.time_zone) AS time_zone,
            slot.ai_interview_type, schedule.booking_notes, session.id, company.contact, user.id AS user_id,
            user.full_name AS user_name, user.email AS user_email, candidate.time_zone AS candidate_zone,
            company.signature
        FROM interview
        JOIN schedule ON schedule.interview_id = interview.id
        JOIN slot ON slot.id = schedule.slot_id
        JOIN company ON company.id = slot.company_id
        JOIN candidate ON candidate.id = interview.candidate_id
        JOIN session ON session.interview_id = interview.id
        LEFT JOIN job ON job.id = interview.job_id
        LEFT JOIN job slot_job ON slot_job.id = slot.job_id
        LEFT JOIN job candidate_job ON candidate_job.id = candidate.job_id
        LEFT JOIN user ON user.id = COALESCE(candidate.recruiter_id, interview.created_by) AND user.is_active
        WHERE interview.id = ?",
        [$interviewID]
    );
    run(
        "UPDATE outbox
        SET state = 'cancelled', body = NULL, updated_at = ?
        WHERE interview_id = ? AND version < ? AND state IN ('queued', 'deferred', 'unknown')",
        [now(), $interviewID, $facts['calendar_sequence']]
    );
    $zone = new DateTimeZone($facts['time_zone'] ?? 'Asia/Kolkata');
    $start = (new DateTimeImmutable($facts['starts_at'] . ' UTC'))->setTimezone($zone);
    $recruiter = ['user_id' => $facts['user_id'], 'name' => $facts['user_name'], 'email' => $facts['user_email']];
    $words = [
        'candidate' => $facts['full_name'],
        'recipient' => $facts['user_name'],
        'job' => $facts['job_title'],
        'company' => $facts['company_name'],
    ];
    // Everything that the messages say: whoever sends them composes them.
    $said = [
        'interview_id' => $interviewID,
        'version' => $facts['calendar_sequence'],
        'candidate_name' => $facts['full_name'],
        'candidate_email' => $facts['email'],
        'locale' => 'en',
        'job' => $facts['job_title'],
        'company' => $facts['company_name'],
        'coding_language' => 'PYTHON',
        'starts_at' => $facts['starts_at'],
        'ends_at' => $facts['ends_at'],
        'zone' => $zone->getName(),
        'candidate_zone' => $facts['candidate_zone'],
        'interview_type' => $facts['ai_interview_type'],
        'notes' => $facts['booking_notes'],
        'link' => getenv('BACKEND_URL') . "/?session_key=$key",
        'contact' => $facts['contact'],
        'signature' => $facts['signature'],
        'recruiters' => [$recruiter],
    ];
    $mails = [
        ['scheduled', 'candidate', 'candidate', $facts['email'], null],
        ['recruiter-scheduled', 'recruiter', 'user-' . $facts['user_id'], $facts['user_email'], $recruiter],
    ];
    foreach ($mails as [$template, $role, $tag, $address, $reader]) {
        $messageID = "<$interviewID.interview_scheduled.0.$tag@localhost.example>";
        $subject = rendered("$template/subject", $words);
        $draft = json_encode(
            ['occasion' => 'interview_scheduled', 'previous_start' => null, 'lead_minutes' => null,
                'reader' => $reader, 'tag' => $tag, 'written_at' => now(), 'facts' => $said],
            JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR
        );
        if ($role === 'recruiter') {
            row('SELECT * FROM notification_preference WHERE user_id = ?', [$facts['user_id']]);
        }
        run(
            "INSERT INTO outbox (dedup_key, kind, recipient_role, interview_id, version, recipient, sender, message_id,
                subject, body, state, next_attempt_at, give_up_at, last_error, created_at, updated_at)
            VALUES (?, 'interview_scheduled', ?, ?, ?, ?, 'interviews@localhost.example', ?, ?, ?, 'queued', ?, ?,
                NULL, ?, ?)
            ON DUPLICATE KEY UPDATE id = id",
            ["$interviewID:interview_scheduled:0:$tag", $role, $interviewID, $facts['calendar_sequence'], $address,
                $messageID, $subject, sealed($draft, 'outbox-draft'), now(),
                now(48 * 3600), now(), now()]
        );
    }
    run(
        "INSERT INTO notification (user_id, notification_type, title, message, priority, status, channels, metadata,
            created_at, sent_at, email_sent, in_app_sent)
        VALUES (?, 'interview_scheduled', ?, ?, 'high', 'sent', ?, ?, ?, ?, TRUE, TRUE)",
        [$facts['user_id'], $subject, "{$words['job']} at {$words['company']}, " . $start->format('F j, Y \a\t g:i A T (\U\T\CP)'),
            '["email","in_app"]', json_encode(['interview_id' => $interviewID]), now(), now()]
    );
}

// The templates are the server's own, made into PHP before the run.
function rendered(string $template, array $words): string
{
    ob_start();
    require getenv('MAIL_TEMPLATES') . "/$template.php";
    return trim(ob_get_clean());
}
