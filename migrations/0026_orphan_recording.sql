-- Recordings whose rows went with their interview; their files go some minutes later, when nothing is on its way any more.
CREATE TABLE orphan_recording (
    recording_id UUID NOT NULL PRIMARY KEY,
    session_id UUID NOT NULL,
    orphaned_at DATETIME(6) NOT NULL,
    KEY orphan_recording_age (orphaned_at)
);
