<?php
// The candidate's side: the page of an open interview, and a chunk of its recording.
declare(strict_types=1);

// What a candidate agrees to, in the server's words.
const CONSENT = [
    [
        'What is recorded.',
        'Your picture and voice while you answer, and what you type. '
            . 'Nothing before the first question, and nothing after the last.',
    ],
    [
        'Who gets it.',
        'The people at {company} who decide about this position. '
            . 'It is not published and not sold.',
    ],
    [
        'How it is judged.',
        'People watch and read your answers. '
            . 'Your face, voice or emotions are not measured by a computer.',
    ],
    [
        'Where it is kept.',
        'On the server of this site. '
            . 'You may ask {company} at any time what is kept, and to delete it.',
    ],
    [
        'You decide.',
        'If you do not agree, nothing is recorded and this page stores nothing. '
            . 'Ask {company} for another way to be interviewed.',
    ],
];

// The session that the signed cookie names, or a 404 that says nothing else.
function visitor(): array
{
    $parts = explode('.', $_COOKIE['portal'] ?? '');
    $claim = count($parts) === 3 ? "$parts[0].$parts[1]" : '';
    $session = !hash_equals(hash_hmac('sha256', $claim, derived('portal-cookie')), $parts[2] ?? '') ? null : row(
        "SELECT session.id, session.interview_id, interview.candidate_id, candidate.full_name,
            COALESCE(slot.company_id, interview.company_id) AS company_id,
            COALESCE(NULLIF(job.company_name, ''), company.name) AS company_name, job.id AS job_id, job.job_title,
            COALESCE(NULLIF(company.contact, ''), NULLIF(candidate.poc_email, ''), job.spoc_email) AS contact,
            COALESCE(slot.time_zone, company.time_zone) AS time_zone,
            COALESCE(slot.starts_at, session.scheduled_at, interview.started_at, session.created_at) AS starts_at,
            COALESCE(slot.ends_at, session.ends_at, interview.ended_at, session.created_at) AS ends_at,
            COALESCE(schedule.is_active, FALSE) AS is_booked, session.status = 'COMPLETED' AS is_completed,
            session.entered_at, session.language_code, COALESCE(accommodation.time_percent, 100) AS time_percent,
            COALESCE(accommodation.audio_only, FALSE) AS audio_only,
            COALESCE(accommodation.text_answers, FALSE) AS text_answers,
            (
                SELECT MAX(window_extension.entry_until)
                FROM window_extension
                WHERE window_extension.session_id = session.id
                    AND window_extension.starts_at = COALESCE(slot.starts_at, session.scheduled_at)
            ) AS extended_until
        FROM session
        JOIN interview ON interview.id = session.interview_id
        JOIN candidate ON candidate.id = interview.candidate_id
        LEFT JOIN accommodation ON accommodation.candidate_id = candidate.id
        LEFT JOIN schedule ON schedule.interview_id = interview.id
        LEFT JOIN slot ON slot.id = schedule.slot_id
        LEFT JOIN company ON company.id = COALESCE(slot.company_id, interview.company_id)
        LEFT JOIN job ON job.id = COALESCE(interview.job_id, slot.job_id, candidate.job_id)
        WHERE session.id = ?",
        [$parts[0]]
    );
    return $session ?? throw new Refusal(404, 'Not found.');
}

// Only an interview that was entered and is not over is measured; the others have pages of their own.
function require_open(array $session): void
{
    $margin = (new DateTimeImmutable($session['ends_at'] . ' UTC'))->modify('+30 minutes');
    $isOver = $margin->format('Y-m-d H:i:s.u') < now();
    if (!$session['is_booked'] || $session['is_completed'] || !$session['entered_at'] || $isOver) {
        throw new Refusal(410, 'The interview is not open.');
    }
}

function portal(): void
{
    $session = visitor();
    require_open($session);
    $asked = rows(
        'SELECT id, position, question_type, question_text, time_limit_seconds, retries, answer, answered_at,
            response_time_seconds
        FROM session_question
        WHERE session_id = ?
        ORDER BY position',
        [$session['id']]
    );
    $consent = row('SELECT EXISTS (SELECT 1 FROM consent WHERE session_id = ?) AS is_given', [$session['id']]);
    $closes = (new DateTimeImmutable($session['ends_at'] . ' UTC'))->modify('+30 minutes');
    $starts = new DateTimeImmutable($session['starts_at'] . ' UTC');
    $minutes = intdiv(strtotime($session['ends_at']) - strtotime($session['starts_at']), 60);
    $json = [
        'state' => 'open',
        'server_now' => instant(now()),
        'starts_at' => instant($session['starts_at']),
        'entry_until' => instant($starts->modify('+10 minutes')->format('Y-m-d H:i:s.u')),
        'ends_at' => instant($session['ends_at']),
        'closes_at' => instant($closes->format('Y-m-d H:i:s.u')),
        'has_started' => true,
        'language' => $session['language_code'],
        'chunk_limit_bytes' => 16 << 20,
        'chunk_seconds' => 3,
        'audio_only' => (bool) $session['audio_only'],
        'text_answers_allowed' => (bool) $session['text_answers'],
        'consent_version' => '2026-11',
        'consent_given' => (bool) $consent['is_given'],
    ];
    $words = [
        'page_title' => 'Interview',
        'has_started' => true,
        'consent_points' => $consent['is_given'] ? [] : array_map(
            fn (array $point): array => [
                'point_title' => $point[0],
                'point_text' => str_replace('{company}', $session['company_name'], $point[1]),
            ],
            CONSENT
        ),
        'question_count_text' => count($asked) . ' questions',
        'portal_json' => json_encode($json, JSON_UNESCAPED_SLASHES | JSON_HEX_TAG | JSON_HEX_AMP),
        'greeting' => 'Hello ' . explode(' ', $session['full_name'])[0],
        'job_title' => $session['job_title'],
        'company_name' => $session['company_name'],
        'duration_text' => intdiv($minutes, 60) . ' hours ' . $minutes % 60 . ' minutes',
        'contact_text' => "Questions? Write to {$session['contact']}.",
    ];
    header('Content-Type: text/html; charset=utf-8');
    header('Cache-Control: no-store');
    require getenv('MAIL_TEMPLATES') . '/portal.php';
}

function take_chunk(string $recordingID, string $number): void
{
    $session = visitor();
    if (empty($_SERVER['HTTP_X_REQUESTED_WITH'])) {
        throw new Refusal(403, 'This request must come from the page.');
    }
    $recording = row(
        'SELECT id, session_id, question_position, media_type FROM recording WHERE id = ? AND session_id = ?',
        [$recordingID, $session['id']]
    ) ?? throw new Refusal(404, 'No such recording.');
    require_open($session);
    $bytes = file_get_contents('php://input');
    $hash = hash('sha256', $bytes, true);
    if (!hash_equals(bin2hex($hash), $_SERVER['HTTP_X_CHUNK_SHA256'] ?? '')) {
        throw new Refusal(400, 'The chunk was damaged on its way.');
    }
    if (row('SELECT sha256 FROM recording_chunk WHERE recording_id = ? AND number = ?', [$recordingID, $number])) {
        throw new Refusal(409, 'This chunk was received before.');
    }
    $size = row(
        'SELECT CAST(COALESCE(SUM(recording_chunk.size), 0) AS SIGNED) AS size
        FROM recording
        JOIN recording_chunk ON recording_chunk.recording_id = recording.id
        WHERE recording.session_id = ?',
        [$session['id']]
    )['size'];
    $media = getenv('MEDIA_DIR') . '/recordings';
    if ($size + strlen($bytes) > 2 << 30 || disk_free_space($media) < 500 << 20) {
        throw new Refusal(507, 'No room.');
    }
    keep("$media/{$session['id']}/$recordingID", sprintf('%06d.chunk', $number), $bytes);
    run(
        'INSERT INTO recording_chunk (recording_id, number, size, sha256, received_at) VALUES (?, ?, ?, ?, ?)',
        [$recordingID, $number, strlen($bytes), $hash, now()]
    );
    answer(201, ['index' => (int) $number, 'received' => strlen($bytes)]);
}

// Written beside its name, synced, then linked. PHP has no way to sync the folder too, which the server does.
function keep(string $folder, string $name, string $bytes): void
{
    if (!is_dir($folder)) {
        @mkdir($folder, 0700, true);
    }
    $temporary = "$folder/$name." . bin2hex(random_bytes(8)) . '.part';
    $file = fopen($temporary, 'x');
    if (fwrite($file, $bytes) !== strlen($bytes) || !fsync($file) || !link($temporary, "$folder/$name")) {
        throw new RuntimeException('The chunk could not be kept.');
    }
    fclose($file);
    unlink($temporary);
}
