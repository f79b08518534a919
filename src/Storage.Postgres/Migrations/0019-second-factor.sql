-- Second factors of accounts, and of whom one is required.
ALTER TABLE accounts
    ADD COLUMN second_factor text,
    ADD COLUMN second_factor_step bigint NOT NULL DEFAULT 0,
    ADD COLUMN recovery_codes text NOT NULL DEFAULT '',
    ADD COLUMN second_factor_required boolean NOT NULL DEFAULT false;
