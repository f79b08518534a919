using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Catalogue;

namespace CxOrchestrator.Silo.Catalogue;

/// <summary>Gathers in memory what types of touchpoints were stored by this process. What is gathered between two tellings is lost with the process: the catalogue is for people, the ledger counts.</summary>
internal sealed class CatalogueGatherer
{
    /// <summary>Most types; touchpoints of further ones are counted together.</summary>
    public const int TypesMax = IEventCatalogue.TypesMax;

    /// <summary>Most customers of a type whose touchpoints are looked at between two times it is stored; those of further ones are only counted.</summary>
    public const int CustomersMax = 1_000;

    // Attributes of a well-known type are looked at now and then: reading them costs more than the rest.
    private const int LookedAtFirst = 200;
    private const int LookedEvery = 16;

    private static ReadOnlySpan<byte> UnreadMark => "\"ValueUnread\""u8;

    private readonly Lock _using = new();
    private readonly Dictionary<string, Entry> _types = new(StringComparer.Ordinal);

    private sealed class Entry
    {
        /// <summary>Since the process began.</summary>
        public long Ever { get; set; }

        public long Count { get; set; }

        public DateTimeOffset FirstAt { get; set; } = DateTimeOffset.MaxValue;

        public DateTimeOffset LastAt { get; set; } = DateTimeOffset.MinValue;

        public Dictionary<DateTimeOffset, long> Hours { get; } = [];

        public SeenDetail Detail { get; set; } = SeenDetail.Nothing;

        /// <summary>Whose values the detail may hold: the store leaves them out where one of them was erased meanwhile.</summary>
        public HashSet<CustomerKey> Customers { get; } = [];
    }

    /// <summary>Touchpoints of a customer were stored.</summary>
    public void Stored(CustomerKey key, ImmutableArray<HistoryEntry> history)
    {
        foreach (var entry in history)
        {
            if (entry.Kind != HistoryKind.Touchpoint)
            {
                continue;
            }

            // Others count meanwhile.
            if (Count(entry))
            {
                Add(key, entry.Type, Look(entry));
            }

            if (entry.Outcome.Span.IndexOf(UnreadMark) >= 0)
            {
                Add(key, entry.Type, Unread(entry));
            }
        }
    }

    private void Add(CustomerKey key, string type, SeenDetail detail)
    {
        lock (_using)
        {
            var seen = EntryOf(type);
            if (seen.Customers.Count < CustomersMax || seen.Customers.Contains(key))
            {
                seen.Detail = seen.Detail.With(detail);
                seen.Customers.Add(key);
            }
        }
    }

    // Every one of them: what cannot be read is worth more than a sample.
    private static SeenDetail Unread(HistoryEntry stored) => new()
    {
        Attributes =
        [
            .. HistoryOutcome.FromJson(stored.Outcome.Span).Marks.Where(m => m is { Kind: HistoryMarkKind.ValueUnread, Name: not null }).DistinctBy(m => m.Name).Select(m => new SeenField
            {
                Name = m.Name!,
                Kind = "",
                Seen = 0,
                Examples = [],
                Unread = 1,
                UnreadAt = stored.ReceivedAt,
                UnreadWhy = PersonalNames.Has(m.Name!) ? null : m.Text,
            }),
        ],
    };

    /// <summary>What was gathered since it was taken last.</summary>
    public ImmutableArray<SeenType> Take()
    {
        lock (_using)
        {
            var taken = ImmutableArray.CreateBuilder<SeenType>();
            foreach (var (type, entry) in _types.Where(t => t.Value.Count > 0))
            {
                taken.Add(new SeenType { Type = type, Count = entry.Count, FirstAt = entry.FirstAt, LastAt = entry.LastAt, Hours = entry.Hours.ToImmutableDictionary(), Detail = entry.Detail, Customers = [.. entry.Customers] });
                (entry.Count, entry.FirstAt, entry.LastAt, entry.Detail) = (0, DateTimeOffset.MaxValue, DateTimeOffset.MinValue, SeenDetail.Nothing);
                entry.Hours.Clear();
                entry.Customers.Clear();
            }

            return taken.ToImmutable();
        }
    }

    /// <summary>What could not be stored is gathered again.</summary>
    public void Return(ImmutableArray<SeenType> taken)
    {
        lock (_using)
        {
            foreach (var seen in taken)
            {
                var entry = _types[seen.Type];
                Span(entry, seen.Count, seen.FirstAt, seen.LastAt);
                entry.Detail = seen.Detail.With(entry.Detail);
                entry.Customers.UnionWith(seen.Customers);
                foreach (var (hour, count) in seen.Hours)
                {
                    entry.Hours[hour] = entry.Hours.GetValueOrDefault(hour) + count;
                }
            }
        }
    }

    /// <returns>Its attributes are looked at.</returns>
    private bool Count(HistoryEntry stored)
    {
        var hour = PolicyHour.Of(stored.ReceivedAt);
        lock (_using)
        {
            var entry = EntryOf(stored.Type);
            entry.Ever++;
            Span(entry, 1, stored.ReceivedAt, stored.ReceivedAt);
            entry.Hours[hour] = entry.Hours.GetValueOrDefault(hour) + 1;
            return entry.Ever <= LookedAtFirst || entry.Ever % LookedEvery == 0;
        }
    }

    private Entry EntryOf(string type)
    {
        if (!_types.TryGetValue(type, out var entry))
        {
            type = _types.Count < TypesMax ? type : "";
            if (!_types.TryGetValue(type, out entry))
            {
                _types[type] = entry = new Entry();
            }
        }

        return entry;
    }

    private static void Span(Entry entry, long count, DateTimeOffset firstAt, DateTimeOffset lastAt)
    {
        entry.Count += count;
        entry.FirstAt = firstAt < entry.FirstAt ? firstAt : entry.FirstAt;
        entry.LastAt = lastAt > entry.LastAt ? lastAt : entry.LastAt;
    }

    private static SeenDetail Look(HistoryEntry stored) => new()
    {
        Looked = 1,
        Channels = stored.Channel is { } channel ? [channel] : [],
        Sources = [stored.Source],
        Attributes = TouchpointJson.ReadStored(stored.Input.Span).Touchpoint is { } touchpoint ? [.. touchpoint.Attributes.Values.Select(Look)] : [],
    };

    private static SeenField Look(NamedValue value)
    {
        var text = PersonalNames.Has(value.Name) ? "" : value.Value.ToString();
        return new SeenField
        {
            Name = value.Name,
            Kind = value.Value.Kind.ToString().ToLowerInvariant(),
            Seen = 1,
            Examples = text.Length == 0 ? [] : [text.Length > SeenField.ExampleLengthMax ? text[..SeenField.ExampleLengthMax] : text],
        };
    }
}
