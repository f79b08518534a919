-- A message that never left has no delivery: what is reported of it says itself of which address.
ALTER TABLE delivery_steps ADD COLUMN address text;
