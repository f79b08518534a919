using CxOrchestrator.Api.Catalogue;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Catalogue;

namespace CxOrchestrator.Gateway.Catalogue;

/// <summary>The event catalogue as the API says it.</summary>
internal static class CatalogueViews
{
    private const int Hours = 24;

    // So long it takes at most until the catalogue has what came: a clock that runs fast makes days of it.
    private static readonly TimeSpan ReportedWithin = TimeSpan.FromSeconds(15);

    public static CatalogueView Of(IReadOnlyList<SeenType> types, DefinitionSet definitions, JourneyClock clock) => new()
    {
        Types = [.. types.Where(t => t.Type.Length > 0).Select(t => Of(t, definitions, clock))],
        TypesLeftOut = types.FirstOrDefault(t => t.Type.Length == 0)?.Count ?? 0,
    };

    /// <summary>Share of the touchpoints with the attribute that documents could not read, 0 to 1: attributes are looked at in some of them, unread ones counted in all.</summary>
    public static double UnreadShare(SeenType type, SeenField field)
    {
        if (field.Unread == 0)
        {
            return 0;
        }

        var carrying = type.Count * ((double)field.Seen / Math.Max(1, type.Detail.Looked));
        return Math.Round(Math.Min(1, field.Unread / Math.Max(1, carrying)), 3);
    }

    public static EventTypeView Of(SeenType type, DefinitionSet definitions, JourneyClock clock)
    {
        var now = clock.Now;
        var first = PolicyHour.Of(now).AddHours(1 - Hours);
        long[] hours = [.. Enumerable.Range(0, Hours).Select(h => type.Hours.GetValueOrDefault(first.AddHours(h)))];
        return new EventTypeView
        {
            Type = type.Type,
            Count = type.Count,
            CountLastDay = hours.Sum(),
            FirstSeenAt = type.FirstAt,
            LastSeenAt = type.LastAt,
            WentSilent = Silence.Is(type.Hours, type.LastAt, now - (ReportedWithin * Math.Max(1, clock.Speed))),
            Hours = hours,
            Channels = type.Detail.Channels,
            Sources = type.Detail.Sources,
            Attributes =
            [
                .. type.Detail.Attributes.Select(a => new AttributeView
                {
                    Name = a.Name,
                    Kind = a.Kind,
                    Share = Math.Round((double)a.Seen / Math.Max(1, type.Detail.Looked), 3),
                    Examples = a.Examples,
                    Unread = a.Unread,
                    UnreadShare = UnreadShare(type, a),
                    UnreadAt = a.UnreadAt,
                    UnreadWhy = a.UnreadWhy,
                }),
            ],
            UsedBy = [.. TypeUses.Of(type.Type, definitions)],
        };
    }
}
