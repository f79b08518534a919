-- How far schedules of policies have come.
CREATE TABLE schedules (
    policy text COLLATE "C" NOT NULL,
    segment text COLLATE "C" NOT NULL,
    done_through timestamptz NOT NULL,
    running_due_at timestamptz,
    running_after text COLLATE "C" NOT NULL,
    members bigint NOT NULL,
    last_due_at timestamptz,
    PRIMARY KEY (policy, segment)
);
