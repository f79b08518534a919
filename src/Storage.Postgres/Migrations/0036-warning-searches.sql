-- Searches for warnings with what came of them; views and reports are JSON that only gateways read.
CREATE TABLE warning_searches (
    id text COLLATE "C" PRIMARY KEY,
    ended boolean NOT NULL,
    view text NOT NULL,
    report text,
    seen_at timestamptz NOT NULL,
    cancel boolean NOT NULL DEFAULT false
);
