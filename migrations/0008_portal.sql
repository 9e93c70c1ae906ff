-- The candidate's portal: what was agreed to, which device has the interview, what staff granted, how a question runs.

-- What a candidate agreed to before anything was recorded. The words of each version are in the program's source.
CREATE TABLE consent (
    session_id UUID NOT NULL,
    version VARCHAR(40) NOT NULL,
    given_at DATETIME(6) NOT NULL,
    request_id VARCHAR(64) NOT NULL DEFAULT '',
    PRIMARY KEY (session_id, version),
    CONSTRAINT consent_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);

-- The device that has the interview (SHA-256 of a name that the page made up), and when it was last heard.
ALTER TABLE session
    ADD COLUMN device_hash BINARY(32) NULL,
    ADD COLUMN device_seen_at DATETIME(6) NULL;

-- What one candidate needs to have the same chance as the others. Why is kept nowhere.
CREATE TABLE accommodation (
    candidate_id BIGINT NOT NULL PRIMARY KEY,
    time_percent INT NOT NULL DEFAULT 100,
    audio_only BOOLEAN NOT NULL DEFAULT FALSE,
    text_answers BOOLEAN NOT NULL DEFAULT FALSE,
    larger_text BOOLEAN NOT NULL DEFAULT FALSE,
    updated_by BIGINT NULL,
    updated_at DATETIME(6) NOT NULL,
    CONSTRAINT accommodation_time CHECK (time_percent BETWEEN 100 AND 400),
    CONSTRAINT accommodation_candidate FOREIGN KEY (candidate_id) REFERENCES candidate (id) ON DELETE CASCADE,
    CONSTRAINT accommodation_user FOREIGN KEY (updated_by) REFERENCES user (id) ON DELETE SET NULL
);

-- The door kept open longer for one session. It counts only while the interview starts when it did then.
CREATE TABLE window_extension (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    session_id UUID NOT NULL,
    starts_at DATETIME(6) NOT NULL,
    entry_until DATETIME(6) NOT NULL,
    reason TEXT NOT NULL,
    actor_kind VARCHAR(20) NOT NULL,
    actor_id BIGINT NULL,
    created_at DATETIME(6) NOT NULL,
    KEY window_extension_session (session_id, starts_at, entry_until),
    CONSTRAINT window_extension_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
);

ALTER TABLE question_set
    ADD COLUMN allows_pause BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN allows_text BOOLEAN NOT NULL DEFAULT FALSE;

-- retakes: how often an answer may be begun anew. rubric is for those who review.
ALTER TABLE question
    ADD COLUMN preparation_seconds INT NOT NULL DEFAULT 0,
    ADD COLUMN retakes INT NOT NULL DEFAULT 0,
    ADD COLUMN rubric TEXT NOT NULL DEFAULT '';

ALTER TABLE session_question
    ADD COLUMN preparation_seconds INT NOT NULL DEFAULT 0,
    ADD COLUMN retakes INT NOT NULL DEFAULT 0,
    ADD COLUMN rubric TEXT NOT NULL DEFAULT '',
    ADD COLUMN allows_pause BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN attempt INT NOT NULL DEFAULT 1;

-- Which attempt at its question it belongs to; only the last one is shown to anybody.
ALTER TABLE recording ADD COLUMN attempt INT NOT NULL DEFAULT 1;
