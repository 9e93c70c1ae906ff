-- A company's slots of one day come out of this index in the order of the list, so that nothing is sorted. The index that
-- it replaces told the day's slots apart by status, of which a day has too few to need an index.

ALTER TABLE slot
    ADD KEY slot_company_day (company_id, interview_date, created_at, id),
    DROP KEY slot_company_date;
