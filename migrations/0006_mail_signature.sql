-- What a company's mails end with; empty for the usual "<company> Recruitment Team".
ALTER TABLE company ADD COLUMN signature VARCHAR(255) NOT NULL DEFAULT '';
