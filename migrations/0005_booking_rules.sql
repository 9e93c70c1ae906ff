-- What a company asks of a booking beyond a free seat. NULL in a self_ column is what the server's settings say.

ALTER TABLE company
    ADD COLUMN notice_minutes INT NOT NULL DEFAULT 0,
    ADD COLUMN horizon_days INT NULL,
    ADD COLUMN buffer_minutes INT NOT NULL DEFAULT 0,
    ADD COLUMN self_notice_minutes INT NULL,
    ADD COLUMN self_horizon_days INT NULL,
    ADD COLUMN self_cancel_cutoff_minutes INT NULL,
    ADD COLUMN self_move_cutoff_minutes INT NULL,
    ADD COLUMN self_move_limit INT NULL;

-- Days on which a company gives no interviews, by the calendar of each slot's zone; last_day is one of them.
CREATE TABLE blackout (
    id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    company_id BIGINT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    reason VARCHAR(255) NOT NULL DEFAULT '',
    KEY blackout_company (company_id, first_day, last_day),
    CONSTRAINT blackout_days CHECK (first_day <= last_day),
    CONSTRAINT blackout_company FOREIGN KEY (company_id) REFERENCES company (id) ON DELETE CASCADE
);

-- How many seats a user keeps.
ALTER TABLE hold ADD KEY hold_creator (created_by, expires_at);
