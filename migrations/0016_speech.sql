-- When a question was spoken, so that its sound is there before anybody is asked it; NULL until then.
ALTER TABLE question
    ADD COLUMN spoken_at DATETIME(6) NULL,
    ADD KEY question_spoken (spoken_at);

-- The same for what the session of a booking will be asked, in its language.
ALTER TABLE session
    ADD COLUMN spoken_at DATETIME(6) NULL,
    ADD KEY session_spoken (spoken_at, scheduled_at);
