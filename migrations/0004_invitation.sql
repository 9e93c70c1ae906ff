-- A candidate's leave to choose a time for one interview. The link's token is derived from the server's secret and the
-- id; only SHA-256 of it is here. changes counts what the candidate did by it, so that a form is obeyed once only.
CREATE TABLE invitation (
    id UUID NOT NULL PRIMARY KEY,
    interview_id UUID NOT NULL,
    token_hash BINARY(32) NOT NULL,
    slots_from DATE NULL,
    slots_to DATE NULL,
    expires_at DATETIME(6) NOT NULL,
    revoked_at DATETIME(6) NULL,
    moves INT NOT NULL DEFAULT 0,
    changes INT NOT NULL DEFAULT 0,
    mails INT NOT NULL DEFAULT 0,
    created_by BIGINT NULL,
    created_at DATETIME(6) NOT NULL,
    UNIQUE KEY invitation_interview (interview_id),
    UNIQUE KEY invitation_token (token_hash),
    CONSTRAINT invitation_interview FOREIGN KEY (interview_id) REFERENCES interview (id) ON DELETE CASCADE,
    CONSTRAINT invitation_creator FOREIGN KEY (created_by) REFERENCES user (id) ON DELETE SET NULL
);
