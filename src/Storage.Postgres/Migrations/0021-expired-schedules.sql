-- The last occurrence of a schedule that was held until its actions would have expired.
ALTER TABLE schedules ADD COLUMN expired_due_at timestamptz;
