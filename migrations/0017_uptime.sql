-- When the server could be reached: one row for each time in which some process said so again and again. What lies
-- between two rows is an outage.
CREATE TABLE uptime (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    began_at DATETIME(6) NOT NULL,
    last_seen_at DATETIME(6) NOT NULL
);

-- The outage that an extension makes up for; NULL where staff gave it.
ALTER TABLE window_extension
    ADD COLUMN outage_from DATETIME(6) NULL,
    ADD COLUMN outage_to DATETIME(6) NULL;
