-- Where each document came from, and whether its policy does nothing until it is resumed.
ALTER TABLE definition_documents ADD COLUMN origin text;
ALTER TABLE definition_documents ADD COLUMN paused boolean NOT NULL DEFAULT false;

-- One row for each version of a document; without a text where the version took it out of the set.
CREATE TABLE document_versions (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    file text NOT NULL,
    text text,
    published_at timestamptz NOT NULL,
    published_by text NOT NULL,
    PRIMARY KEY (kind, id, version)
);
INSERT INTO document_versions (kind, id, version, file, text, published_at, published_by)
SELECT d.kind, d.id, d.version, d.file, d.text, s.published_at, s.origin
FROM definition_documents d JOIN definition_sets s ON s.version = d.set_version
WHERE d.version = d.set_version;
INSERT INTO document_versions (kind, id, version, file, text, published_at, published_by)
SELECT g.kind, g.id, s.version, g.file, NULL, s.published_at, s.origin
FROM (SELECT kind, id, max(set_version) AS last, max(file) AS file FROM definition_documents GROUP BY kind, id) g
JOIN definition_sets s ON s.version = g.last + 1;

CREATE TABLE drafts (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    state smallint NOT NULL,
    text text NOT NULL,
    base_version integer NOT NULL,
    edited_by text NOT NULL,
    edited_at timestamptz NOT NULL,
    submitted_by text,
    submitted_at timestamptz,
    decided_by text,
    decided_at timestamptz,
    comment text,
    PRIMARY KEY (kind, id)
);

CREATE TABLE accounts (
    name text COLLATE "C" PRIMARY KEY,
    display_name text NOT NULL,
    roles text NOT NULL,
    password_hash text,
    disabled boolean NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE protection_keys (
    name text COLLATE "C" PRIMARY KEY,
    xml text NOT NULL
);

-- Entries are added and never changed, by whoever it is.
CREATE TABLE audit (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    actor text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    kind text COLLATE "C",
    id text COLLATE "C",
    version integer,
    detail text
);
CREATE INDEX audit_actor ON audit (actor, number);
CREATE INDEX audit_action ON audit (action, number);
CREATE INDEX audit_document ON audit (kind, id, number);
CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'the audit trail keeps its entries';
END
$body$;
CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_kept();

-- What policies did by the hour; one row per writer of each sum, added up when read.
CREATE TABLE policy_hours (
    policy text COLLATE "C" NOT NULL,
    hour timestamptz NOT NULL,
    lane integer NOT NULL,
    fired bigint NOT NULL,
    held bigint NOT NULL,
    PRIMARY KEY (policy, hour, lane)
) WITH (fillfactor = 50);
CREATE INDEX policy_hours_hour ON policy_hours (hour);
