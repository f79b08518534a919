using CxOrchestrator.Grains.Contracts.Customers;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>Fills what customers are found by from what is stored: the folding is the program's own, and states are read by no SQL.</summary>
internal static class DirectoryFill
{
    /// <summary>How the step that needs it is called, after its number.</summary>
    public const string StepName = "-directory";

    private const int PageSize = 1_000;

    public static async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            var page = await connection.RowsAsync(
                "SELECT d.key, d.name, c.state FROM directory d LEFT JOIN customers c ON c.key = d.key WHERE d.key > $1 ORDER BY d.key LIMIT $2",
                [after, PageSize],
                r => (Key: r.GetString(0), Name: r.TextOrNull(1), State: r.IsDBNull(2) ? [] : r.GetFieldValue<byte[]>(2)),
                cancellationToken);
            if (page.Length > 0)
            {
                await connection.ExecuteAsync(
                    """
                    UPDATE directory d SET id_folded = f.id, name_folded = f.name, zone_unknown = f.zone
                    FROM unnest($1, $2, $3, $4) AS f (key, id, name, zone) WHERE d.key = f.key
                    """,
                    [
                        page.Select(p => p.Key).ToArray(),
                        page.Select(p => SearchText.Fold(CustomerKey.Parse(p.Key).Customer.Value)).ToArray(),
                        page.Select(p => p.Name is { } name ? SearchText.FoldName(name) : null).ToArray(),
                        page.Select(p => StoredZones.IsUnknown(p.State)).ToArray(),
                    ],
                    cancellationToken);
                var words = page.SelectMany(p => p.Name is { } name ? SearchText.Beginnings(name).Select(w => (Word: w, p.Key)) : []).ToList();
                await connection.ExecuteAsync(
                    "INSERT INTO name_words (word, key) SELECT * FROM unnest($1, $2) ON CONFLICT DO NOTHING",
                    [words.Select(w => w.Word).ToArray(), words.Select(w => w.Key).ToArray()],
                    cancellationToken);
                after = page[^1].Key;
            }

            if (page.Length < PageSize)
            {
                return;
            }
        }
    }
}
