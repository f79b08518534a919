-- What the bounds of drafts and of the ledger's sources need. A generated column is filled for the drafts that are there.
ALTER TABLE drafts ADD COLUMN name text, ADD COLUMN bytes bigint GENERATED ALWAYS AS (octet_length(text)) STORED;

-- Sources that the ledger names. The row 'other' says that some are counted without a name.
CREATE TABLE ledger_sources (
    source text COLLATE "C" PRIMARY KEY
);
INSERT INTO ledger_sources (source) SELECT DISTINCT source FROM ledger WHERE source <> 'other';

-- No further source is named: as many are as may be, or one that is counted without a name still waits. Named then, it would be received without its
-- name and applied with it. Two partitions may cancel each other out in the sum, one that is ahead and one that is behind; hence the second look.
CREATE FUNCTION ledger_names_are_closed(most bigint) RETURNS boolean LANGUAGE sql AS $body$
    SELECT EXISTS (SELECT FROM ledger_sources WHERE source = 'other') AND (
        (SELECT count(*) FROM ledger_sources WHERE source <> 'other') >= most
        OR (SELECT coalesce(sum(received - applied - duplicate - rejected), 0) FROM ledger WHERE source = 'other') <> 0
        OR EXISTS (SELECT FROM log_progress WHERE received_to > position))
$body$;

-- Names as many of the sources as there is room for, and notes where some are left.
CREATE FUNCTION claim_ledger_names(wanted text[], most bigint) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_advisory_xact_lock(7272202, 5);
    IF ledger_names_are_closed(most) THEN
        RETURN;
    END IF;
    DELETE FROM ledger_sources WHERE source = 'other';
    INSERT INTO ledger_sources (source)
        SELECT w.source FROM unnest(wanted) WITH ORDINALITY AS w (source, place)
        WHERE NOT EXISTS (SELECT FROM ledger_sources s WHERE s.source = w.source)
        ORDER BY w.place LIMIT greatest(0, most - (SELECT count(*) FROM ledger_sources));
    IF EXISTS (SELECT FROM unnest(wanted) AS w (source) WHERE NOT EXISTS (SELECT FROM ledger_sources s WHERE s.source = w.source)) THEN
        INSERT INTO ledger_sources (source) VALUES ('other');
    END IF;
END
$body$;
