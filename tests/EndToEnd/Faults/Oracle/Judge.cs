using CxOrchestrator.EndToEnd.Cluster;
using CxOrchestrator.EndToEnd.Faults.Traffic;

namespace CxOrchestrator.EndToEnd.Faults.Oracle;

/// <summary>Compares what a cluster at rest shows with what the sender's book and the model say, and lists every difference.</summary>
internal sealed partial class Judge(ClusterBed bed, string run, Book book, IReadOnlyList<byte[]> poison, Evidence evidence)
{
    private readonly List<Deviation> _deviations = [];
    private readonly Dictionary<string, ShopModel> _models = new(StringComparer.Ordinal);

    /// <param name="askedMax">Most customers that are asked of through the API; the database is looked at for all.</param>
    public async Task<IReadOnlyList<Deviation>> JudgeAsync(int askedMax)
    {
        History();
        Actions();
        Deliveries();
        Letters();
        Rows();
        await CustomersAsync(askedMax);
        await LedgerAsync();
        return _deviations;
    }

    private void Add(Wrong kind, string text) => _deviations.Add(new Deviation(kind, text));

    // Applied: everything acknowledged, and of the rest what happened to arrive; each once, and in the order it was sent.
    private void History()
    {
        var sent = book.Entries();
        var applied = new HashSet<string>(StringComparer.Ordinal);
        foreach (var customer in evidence.History.GroupBy(h => h.Customer))
        {
            var model = _models[customer.Key] = new ShopModel(customer.Key, run);
            var sequence = 0L;
            var place = -1;
            var effective = DateTime.MinValue;
            foreach (var row in customer)
            {
                if (row.Sequence != ++sequence)
                {
                    Add(Wrong.Order, $"{customer.Key} has the sequence {row.Sequence} where {sequence} was due");
                    sequence = row.Sequence;
                }

                if (row.EffectiveAt < effective)
                {
                    Add(Wrong.Order, $"{customer.Key}/{row.Sequence} took effect before the input before it");
                }

                effective = row.EffectiveAt;
                if (!row.IsTouchpoint)
                {
                    continue;
                }

                if (row.Source != run || !sent.TryGetValue(row.Id, out var entry) || entry.Line.Customer != customer.Key || entry.Line.Type != row.Type)
                {
                    Add(Wrong.Invented, $"{customer.Key}/{row.Sequence} is {row.Type} {row.Source}/{row.Id}, which nobody sent");
                    continue;
                }

                if (!applied.Add(row.Id))
                {
                    Add(Wrong.Twice, $"{row.Id} ({row.Type}) was applied to {customer.Key} again at sequence {row.Sequence}");
                    continue;
                }

                if (entry.AtOnce && entry.Place < place)
                {
                    Add(Wrong.Order, $"{row.Id} was applied to {customer.Key} after one that was sent later");
                }

                place = entry.AtOnce ? entry.Place : place;
                model.Apply(entry.Line, evidence.WithThanks.Contains(row.Definitions));
            }
        }

        foreach (var entry in sent.Values.Where(e => e.Acknowledged && !applied.Contains(e.Line.Id)))
        {
            Add(Wrong.Lost, $"{entry.Line.Id} ({entry.Line.Type}) of {entry.Line.Customer} was acknowledged and is not applied");
        }
    }

    private void Rows()
    {
        foreach (var (customer, version) in evidence.Versions)
        {
            if (!_models.ContainsKey(customer))
            {
                Add(Wrong.Rows, $"{customer} has a row of version {version} and no history");
            }
        }

        foreach (var customer in _models.Keys)
        {
            if (!evidence.Versions.TryGetValue(customer, out var version) || version < 1)
            {
                Add(Wrong.Rows, $"{customer} has history, and a row of version {version}");
            }
        }
    }

    private void Letters()
    {
        var expected = poison.Select(Convert.ToHexString).CountBy(p => p).ToDictionary(p => p.Key, p => p.Value);
        foreach (var letter in evidence.Letters)
        {
            var body = Convert.ToHexString(letter.Body);
            if (!expected.TryGetValue(body, out var left) || left == 0)
            {
                Add(Wrong.DeadLetter, $"a dead letter ({letter.Reason}: {letter.Detail}) that nobody sent as poison: {Start(letter.Body)}");
                continue;
            }

            expected[body] = left - 1;
        }

        foreach (var (body, left) in expected.Where(e => e.Value > 0))
        {
            Add(Wrong.DeadLetter, $"{left} of this poison became no dead letter: {Start(Convert.FromHexString(body))}");
        }
    }

    private static string Start(byte[] body) => System.Text.Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 160)));
}
