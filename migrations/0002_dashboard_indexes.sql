-- What an administrator's dashboard counts over all companies, without reading whole rows.

ALTER TABLE resume ADD KEY resume_uploaded (uploaded_at, id, size);

ALTER TABLE booking_event ADD KEY booking_event_occurred (occurred_at, id, action);

ALTER TABLE candidate ADD KEY candidate_domain (domain);

ALTER TABLE job ADD KEY job_level (position_level);

ALTER TABLE evaluation ADD KEY evaluation_created (created_at, overall_score);

ALTER TABLE schedule ADD KEY schedule_status (status, interview_id);
