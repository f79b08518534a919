-- Names by each of their words, folded without accents, and whether a time zone is unknown; the program fills them as it migrates.
ALTER TABLE directory ADD COLUMN zone_unknown boolean NOT NULL DEFAULT true;
DROP INDEX directory_name;
CREATE TABLE name_words (
    word text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    PRIMARY KEY (word, key)
);
CREATE INDEX name_words_key ON name_words (key);
CREATE INDEX directory_zone_unknown ON directory (key) WHERE zone_unknown;
