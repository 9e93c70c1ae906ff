-- What an administrator's dashboard counts by day over all companies.

ALTER TABLE resume ADD KEY resume_uploaded (uploaded_at);

ALTER TABLE booking_event ADD KEY booking_event_occurred (occurred_at, id);
