-- Recordings go after RECORDING_KEEP_DAYS, or when somebody who may deletes one: media_state is then deleting, and deleted once
-- the files are gone.
ALTER TABLE recording ADD KEY recording_age (media_state, created_at);
