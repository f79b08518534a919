using CxOrchestrator.Grains.Runtime.Customers;
using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Postgres.Writing;

/// <summary>Codes that commits give and customers use. Given first: a code that is used at this moment is not free any more.</summary>
internal sealed class CodeSets
{
    private readonly RowSet _given = new("SELECT give_codes($1, $2, $3, $4)");
    private readonly RowSet _redeemed = new(
        """
        UPDATE codes c SET redeemed_at = d.at, redeemed_by = d.key
        FROM (SELECT DISTINCT ON (code) code, at, key FROM unnest($1, $2, $3) WITH ORDINALITY AS u (code, at, key, place) ORDER BY code, place) d
        WHERE c.code = d.code AND c.redeemed_at IS NULL
        """);

    private readonly Column<string> _action;
    private readonly Column<string> _pool;
    private readonly Column<string> _key;
    private readonly Column<DateTime> _givenAt;
    private readonly Column<string> _code;
    private readonly Column<DateTime> _redeemedAt;
    private readonly Column<string> _redeemedBy;

    public CodeSets()
    {
        _action = _given.Column<string>(NpgsqlDbType.Text);
        _pool = _given.Column<string>(NpgsqlDbType.Text);
        _key = _given.Column<string>(NpgsqlDbType.Text);
        _givenAt = _given.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _code = _redeemed.Column<string>(NpgsqlDbType.Text);
        _redeemedAt = _redeemed.Column<DateTime>(NpgsqlDbType.TimestampTz);
        _redeemedBy = _redeemed.Column<string>(NpgsqlDbType.Text);
    }

    public void Clear()
    {
        _given.Clear();
        _redeemed.Clear();
    }

    public void Add(string key, CustomerCommit commit)
    {
        foreach (var take in commit.CodeTakes)
        {
            _action.Add(take.Action);
            _pool.Add(take.Pool);
            _key.Add(key);
            _givenAt.Add(take.At.UtcDateTime);
            _given.Row();
        }

        foreach (var redemption in commit.Redemptions)
        {
            _code.Add(redemption.Code);
            _redeemedAt.Add(redemption.At.UtcDateTime);
            _redeemedBy.Add(key);
            _redeemed.Row();
        }
    }

    public void AddTo(NpgsqlBatch batch)
    {
        _given.AddTo(batch);
        _redeemed.AddTo(batch);
    }
}
