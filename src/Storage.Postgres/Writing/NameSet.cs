using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>What customers are found by, and whether their time zone is unknown.</summary>
internal sealed class NameSet
{
    private readonly RowSet _rows = new(
        """
        INSERT INTO directory (key, name, id_folded, name_folded, zone_unknown) SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT (key) DO UPDATE SET name = excluded.name, name_folded = excluded.name_folded, zone_unknown = excluded.zone_unknown
        """);

    private readonly RowSet _gone = new("DELETE FROM name_words w USING unnest($1) AS d (key) WHERE w.key = d.key");
    private readonly RowSet _words = new("INSERT INTO name_words (word, key) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING");
    private readonly Column<string> _key;
    private readonly Column<string?> _name;
    private readonly Column<string> _idFolded;
    private readonly Column<string?> _nameFolded;
    private readonly Column<bool> _zoneUnknown;
    private readonly Column<string> _goneKey;
    private readonly Column<string> _word;
    private readonly Column<string> _wordKey;

    public NameSet()
    {
        _key = _rows.Column<string>(NpgsqlDbType.Text);
        _name = _rows.Column<string?>(NpgsqlDbType.Text);
        _idFolded = _rows.Column<string>(NpgsqlDbType.Text);
        _nameFolded = _rows.Column<string?>(NpgsqlDbType.Text);
        _zoneUnknown = _rows.Column<bool>(NpgsqlDbType.Boolean);
        _goneKey = _gone.Column<string>(NpgsqlDbType.Text);
        _word = _words.Column<string>(NpgsqlDbType.Text);
        _wordKey = _words.Column<string>(NpgsqlDbType.Text);
    }

    public void Clear()
    {
        _rows.Clear();
        _gone.Clear();
        _words.Clear();
    }

    public void Add(string key, CustomerCommit commit)
    {
        _key.Add(key);
        _name.Add(commit.Name);
        _idFolded.Add(SearchText.Fold(commit.Key.Customer.Value));
        _nameFolded.Add(commit.Name is { } name ? SearchText.FoldName(name) : null);
        _zoneUnknown.Add(commit.ZoneUnknown);
        _rows.Row();
        if (commit.ExpectedVersion > 0)
        {
            _goneKey.Add(key);
            _gone.Row();
        }

        foreach (var word in commit.Name is { } named ? SearchText.Beginnings(named) : [])
        {
            _word.Add(word);
            _wordKey.Add(key);
            _words.Row();
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        _rows.AddTo(batch);
        _gone.AddTo(batch);
        _words.AddTo(batch);
    }
}
