-- How the relay is, as the delivering processes found it: they share the row, so that all of them leave a relay alone
-- that one of them could not use. Its lock is also what their claims wait for while a rate limit is set.
CREATE TABLE mail_relay (
    name VARCHAR(255) NOT NULL PRIMARY KEY,
    failures INT NOT NULL DEFAULT 0,
    paused_until DATETIME(6) NULL,
    problem VARCHAR(500) NULL,
    advice VARCHAR(500) NULL,
    updated_at DATETIME(6) NOT NULL
);

-- What deliver found in its settings on each machine; serve, which has no mail settings, tells it to those who ask.
CREATE TABLE mail_report (
    host VARCHAR(255) NOT NULL PRIMARY KEY,
    relay VARCHAR(255) NULL,
    problems JSON NOT NULL,
    reported_at DATETIME(6) NOT NULL
);

-- return_token: in the address that a bounce of this message comes back to. resend_of: the message it repeats.
-- notice_at: since when it is known that a candidate's mail did not arrive, until the recruiter's mail about it is written.
ALTER TABLE outbox
    ADD COLUMN return_token CHAR(32) NULL,
    ADD COLUMN resend_of BIGINT NULL,
    ADD COLUMN previous_start DATETIME(6) NULL,
    ADD COLUMN notice_at DATETIME(6) NULL,
    ADD UNIQUE KEY outbox_return_token (return_token),
    ADD KEY outbox_notice (notice_at);

ALTER TABLE mail_attempt ADD KEY mail_attempt_started (started_at);

-- What mail servers reported about a message after the relay had taken it (RFC 3464).
CREATE TABLE delivery_report (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    outbox_id BIGINT NOT NULL,
    action VARCHAR(20) NOT NULL,
    status VARCHAR(20) NOT NULL,
    diagnostic VARCHAR(500) NOT NULL,
    received_at DATETIME(6) NOT NULL,
    KEY delivery_report_outbox (outbox_id, id),
    CONSTRAINT delivery_report_outbox FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE CASCADE
);

-- An address that mail came back from; nothing more is sent to it for this company until somebody confirms it.
-- company_id is 0 for mail that belongs to no company.
CREATE TABLE dead_address (
    company_id BIGINT NOT NULL,
    address VARCHAR(320) NOT NULL,
    outbox_id BIGINT NULL,
    reason VARCHAR(500) NOT NULL,
    since DATETIME(6) NOT NULL,
    PRIMARY KEY (company_id, address),
    CONSTRAINT dead_address_outbox FOREIGN KEY (outbox_id) REFERENCES outbox (id) ON DELETE SET NULL
);
