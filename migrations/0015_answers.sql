-- What reviewers see of recordings: where each chunk ends, and what 'deliver' has made of them.

-- Milliseconds from the recording's start to the chunk's end, as the browser's recorder counts; unknown in old ones.
ALTER TABLE recording_chunk ADD COLUMN ends_ms BIGINT NULL;

-- media_state: waiting (for more chunks, or for its turn at media_due_at), made, empty, failed.
ALTER TABLE recording
    ADD COLUMN media_state VARCHAR(10) NOT NULL DEFAULT 'waiting',
    ADD COLUMN media_due_at DATETIME(6) NOT NULL DEFAULT '2000-01-01',
    ADD COLUMN media_tries INT NOT NULL DEFAULT 0,
    ADD COLUMN media_name VARCHAR(40) NULL,
    ADD COLUMN media_ms BIGINT NULL,
    ADD COLUMN media_size BIGINT NULL,
    ADD COLUMN media_sha256 BINARY(32) NULL,
    ADD COLUMN has_poster BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN has_waveform BOOLEAN NOT NULL DEFAULT FALSE,
    ADD KEY recording_media (media_state, media_due_at);

UPDATE recording SET media_due_at = created_at + INTERVAL 1 HOUR;
