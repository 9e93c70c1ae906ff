<?php
// The list of slots, and the JSON of what it and the booking answer.
declare(strict_types=1);

const SLOT_COLUMNS = 'slot.id, slot.slot_type, slot.status, slot.interview_date, slot.start_time, slot.end_time,
    COALESCE(slot.time_zone, company.time_zone) AS time_zone, slot.starts_at, slot.ends_at, slot.ai_interview_type,
    slot.ai_configuration, slot.company_id, company.name AS company_name, slot.job_id, job.job_title,
    slot.is_recurring, slot.recurring_pattern, slot.notes, slot.max_candidates, slot.current_bookings,
    (SELECT COUNT(*) FROM hold WHERE hold.slot_id = slot.id AND hold.expires_at > ?) AS live_holds,
    company.notice_minutes, company.horizon_days, company.buffer_minutes,
    EXISTS (
        SELECT 1
        FROM blackout
        WHERE blackout.company_id = slot.company_id
          AND slot.interview_date BETWEEN blackout.first_day AND blackout.last_day
    ) AS is_blacked_out,
    slot.created_at, slot.updated_at';

const INTERVIEW_COLUMNS = 'interview.id, interview.candidate_id, candidate.full_name, interview.company_id,
    interview.job_id, job.job_title, interview.status, interview.interview_round, interview.feedback,
    interview.started_at, interview.ended_at, interview.video_url, interview.created_at, interview.updated_at,
    schedule.status AS schedule_status, schedule.booking_notes, candidate.email';

const INTERVIEW_TABLES = 'interview
    JOIN candidate ON candidate.id = interview.candidate_id
    LEFT JOIN job ON job.id = interview.job_id
    LEFT JOIN schedule ON schedule.interview_id = interview.id
    LEFT JOIN slot ON slot.id = schedule.slot_id
    LEFT JOIN company ON company.id = slot.company_id';

function list_slots(): void
{
    $caller = caller();
    $conditions = ['slot.company_id = ?'];
    $values = [now(), $caller['company_id']];
    $filters = ['status' => 'wire_status', 'date' => 'interview_date', 'ai_interview_type' => 'ai_interview_type'];
    foreach ($filters as $key => $column) {
        if (isset($_GET[$key])) {
            $conditions[] = "slot.$column = ?";
            $values[] = $_GET[$key];
        }
    }
    $slots = rows(
        'SELECT ' . SLOT_COLUMNS . ' FROM slot ' . (isset($_GET['date']) ? 'FORCE INDEX (slot_company_day)' : '') . '
        STRAIGHT_JOIN company ON company.id = slot.company_id
        LEFT JOIN job ON job.id = slot.job_id
        WHERE ' . implode(' AND ', $conditions) . '
        ORDER BY slot.created_at DESC, slot.id DESC
        LIMIT 10000',
        $values
    );
    answer(200, array_map(slot_json(...), $slots), ['X-Total-Count' => (string) count($slots)]);
}

function instant(?string $text): ?string
{
    if ($text === null) {
        return null;
    }
    $text = str_ends_with($text, '.000000') ? substr($text, 0, -7) : $text;
    return str_replace(' ', 'T', $text) . 'Z';
}

function minutes(array $slot): int
{
    return intdiv(strtotime($slot['end_time']) - strtotime($slot['start_time']), 60);
}

// What a company asks of a booking beyond a free seat, and that the slot has not begun.
function keeps_rules(array $slot): bool
{
    return $slot['starts_at'] > now() && !$slot['is_blacked_out']
        && $slot['starts_at'] >= now($slot['notice_minutes'] * 60)
        && ($slot['horizon_days'] === null || $slot['starts_at'] <= now($slot['horizon_days'] * 86400));
}

function slot_json(array $slot): array
{
    $free = $slot['max_candidates'] - $slot['current_bookings'];
    $unheld = $free - $slot['live_holds'];
    $json = [
        'id' => $slot['id'],
        'slot_type' => $slot['slot_type'],
        'status' => $slot['status'] === 'available' && $free <= 0 ? 'booked' : $slot['status'],
        'interview_date' => $slot['interview_date'],
        'start_time' => $slot['start_time'],
        'end_time' => $slot['end_time'],
        'duration_minutes' => minutes($slot),
        'ai_interview_type' => $slot['ai_interview_type'],
        'ai_configuration' => json_decode($slot['ai_configuration']),
        'company' => $slot['company_id'],
        'company_name' => $slot['company_name'],
        'job' => $slot['job_id'],
    ];
    if ($slot['job_title'] !== null) {
        $json['job_title'] = $slot['job_title'];
    }
    return $json + [
        'is_recurring' => (bool) $slot['is_recurring'],
        'recurring_pattern' => json_decode($slot['recurring_pattern']),
        'notes' => $slot['notes'],
        'max_candidates' => $slot['max_candidates'],
        'current_bookings' => $slot['current_bookings'],
        'is_available' => $slot['status'] === 'available' && $unheld > 0 && keeps_rules($slot),
        'available_spots' => max(0, $unheld),
        'full_start_datetime' => instant($slot['starts_at']),
        'full_end_datetime' => instant($slot['ends_at']),
        'legacy_start_datetime' => null,
        'legacy_end_datetime' => null,
        'time_zone' => $slot['time_zone'],
        'created_at' => instant($slot['created_at']),
        'updated_at' => instant($slot['updated_at']),
    ];
}

// A new interview has no slot and no mail yet, but both are asked for, as for any other.
function interview_json(string $id): array
{
    $interview = row('SELECT ' . INTERVIEW_COLUMNS . ' FROM ' . INTERVIEW_TABLES . ' WHERE interview.id = ?', [$id]);
    $mail = candidate_mail($id);
    $answers = rows(
        'SELECT session_question.id, session_question.question_text, session_question.answer
        FROM session_question
        JOIN session ON session.id = session_question.session_id
        WHERE session.interview_id = ?
        ORDER BY session_question.position',
        [$id]
    );
    $result = row('SELECT details FROM evaluation WHERE interview_id = ?', [$id]);
    return [
        'id' => $interview['id'],
        'candidate' => $interview['candidate_id'],
        'candidate_name' => $interview['full_name'],
        'job' => $interview['job_id'],
        'job_title' => $interview['job_title'],
        'status' => $interview['status'],
        'interview_round' => $interview['interview_round'],
        'feedback' => $interview['feedback'],
        'started_at' => instant($interview['started_at']),
        'ended_at' => instant($interview['ended_at']),
        'video_url' => $interview['video_url'],
        'created_at' => instant($interview['created_at']),
        'updated_at' => instant($interview['updated_at']),
        'is_scheduled' => $interview['schedule_status'] !== null,
        'ai_interview_type' => null,
        'slot_details' => null,
        'schedule_status' => $interview['schedule_status'],
        'booking_notes' => $interview['booking_notes'],
        'ai_result' => $result === null ? null : json_decode($result['details']),
        'questions_and_answers' => $answers,
        'email_status' => $mail['state'] ?? null,
        'email_error' => $mail['last_error'] ?? null,
        'email_sent_at' => instant($mail['sent_at'] ?? null),
    ];
}

function candidate_mail(string $interview): ?array
{
    return row(
        "SELECT state, last_error, sent_at
        FROM outbox
        WHERE interview_id = ? AND recipient_role = 'candidate'
        ORDER BY version DESC, id DESC
        LIMIT 1",
        [$interview]
    );
}

function schedule_json(string $interview): array
{
    $schedule = row(
        'SELECT schedule.id, schedule.interview_id, schedule.slot_id, schedule.status, schedule.booking_notes,
            schedule.booked_at, schedule.confirmed_at, schedule.cancelled_at, schedule.cancellation_reason,
            schedule.cancelled_by, candidate.full_name, interview.status AS interview_status, interview.started_at,
            interview.ended_at, slot.ai_interview_type, slot.interview_date, slot.start_time, slot.end_time,
            company.name AS company_name
        FROM schedule
        JOIN interview ON interview.id = schedule.interview_id
        JOIN candidate ON candidate.id = interview.candidate_id
        JOIN slot ON slot.id = schedule.slot_id
        JOIN company ON company.id = slot.company_id
        WHERE schedule.interview_id = ?',
        [$interview]
    );
    $mail = candidate_mail($interview);
    return [
        'id' => $schedule['id'],
        'interview' => $schedule['interview_id'],
        'slot' => $schedule['slot_id'],
        'status' => $schedule['status'],
        'booking_notes' => $schedule['booking_notes'],
        'booked_at' => instant($schedule['booked_at']),
        'confirmed_at' => instant($schedule['confirmed_at']),
        'cancelled_at' => instant($schedule['cancelled_at']),
        'cancellation_reason' => $schedule['cancellation_reason'],
        'cancelled_by' => $schedule['cancelled_by'],
        'interview_details' => [
            'id' => $schedule['interview_id'],
            'candidate_name' => $schedule['full_name'],
            'status' => $schedule['interview_status'],
            'started_at' => instant($schedule['started_at']),
            'ended_at' => instant($schedule['ended_at']),
        ],
        'slot_details' => [
            'id' => $schedule['slot_id'],
            'ai_interview_type' => $schedule['ai_interview_type'],
            'interview_date' => $schedule['interview_date'],
            'start_time' => $schedule['start_time'],
            'end_time' => $schedule['end_time'],
            'duration_minutes' => minutes($schedule),
            'company_name' => $schedule['company_name'],
        ],
        'ai_interview_type' => $schedule['ai_interview_type'],
        'candidate_name' => $schedule['full_name'],
        'email_status' => $mail['state'] ?? null,
        'email_error' => $mail['last_error'] ?? null,
    ];
}
