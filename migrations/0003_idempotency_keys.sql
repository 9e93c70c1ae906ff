-- What was answered to a POST with an Idempotency-Key, for those who ask again because the answer was lost.
--
-- key_hash is SHA-256 of caller, route and key. state is in_flight until the answer is there, which is written by the
-- transaction that did the work: an in_flight row that nobody has locked belongs to a request that did nothing.
-- body is encrypted, since answers may hold a candidate's link.
CREATE TABLE idempotency_key (
    key_hash BINARY(32) NOT NULL PRIMARY KEY,
    request_fingerprint BINARY(32) NOT NULL,
    state VARCHAR(10) NOT NULL DEFAULT 'in_flight',
    status INT NULL,
    headers JSON NOT NULL DEFAULT '{}',
    body MEDIUMBLOB NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    KEY idempotency_key_expires (expires_at)
);
