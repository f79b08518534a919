using System.Collections.Immutable;
using CxOrchestrator.Definitions.Journeys;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Guardrails;

/// <summary>Reads the limits that all policies share.</summary>
internal static class GuardrailReading
{
    /// <summary>Most channels that quiet hours name.</summary>
    public const int ChannelsMax = 50;

    /// <summary>Most countries of an entry.</summary>
    public const int CountriesMax = 250;

    // In the order of DayOfWeek.
    private static readonly string[] WeekDays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <summary>Longest window of an exclusion group.</summary>
    public static readonly TimeSpan WindowMax = TimeSpan.FromDays(366);

    public static GuardrailSettings Read(Fields fields, int version)
    {
        var suppress = fields.Optional("suppressPromotions") is { } node ? Fields.Open(fields.File, node, Shape.SuppressPromotions) : null;
        return new GuardrailSettings
        {
            Version = version,
            FrequencyCaps = Each(fields, "frequencyCaps", GuardrailSettings.FrequencyCapsMax, Shape.FrequencyCap, Cap),
            QuietHours = fields.Optional("quietHours") is { } quiet && Fields.Open(fields.File, quiet, Shape.QuietHours) is { } hours ? QuietHours(hours) : null,
            Groups = Distinct(fields, Each(fields, "groups", GuardrailSettings.GroupsMax, Shape.ExclusionGroup, Group), "groups", g => g.Id),
            Queues = Distinct(fields, Each(fields, "queues", GuardrailSettings.QueuesMax, Shape.QueueLimit, Queue), "queues", q => q.Queue),
            Rates = Distinct(fields, Each(fields, "rates", ChannelRate.Max, Shape.ChannelRate, Rate), "rates", r => r.Channel),
            GlobalControlGroup = fields.Number("globalControlGroup", 0, 50, 0),
            Breaker = fields.Optional("breaker") is { } breaker && Fields.Open(fields.File, breaker, Shape.Breaker) is { } rule
                ? new BreakerSettings { Times = rule.Number("times", 1.1, BreakerSettings.TimesMax, 10), Floor = rule.Whole("floor", 1, BreakerSettings.FloorMax, 100) }
                : null,
            OpenCaseSuppresses = suppress?.Flag("openCase", true) ?? true,
            OpenLowPointSuppresses = suppress?.Flag("openLowPoint", true) ?? true,
        };
    }

    private static ImmutableArray<T> Each<T>(Fields fields, string name, int max, Shape shape, Func<Fields, T?> read)
        where T : class =>
        [.. fields.Groups(fields.Optional(name), name, max).Select(n => Fields.Open(fields.File, n, shape)).OfType<Fields>().Select(read).OfType<T>()];

    private static ImmutableArray<T> Distinct<T>(Fields fields, ImmutableArray<T> items, string name, Func<T, string> key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var twice in items.Where(i => key(i).Length > 0 && !seen.Add(key(i))))
        {
            fields.File.Error(fields.PlaceOf(name), $"'{Fields.Short(key(twice))}' appears twice under '{name}'; keep one");
        }

        return items;
    }

    private static FrequencyCap Cap(Fields fields)
    {
        var per = fields.Required("per") is null ? CapWindow.Day
            : fields.Choice("per", CapWindow.Day, ("hour", CapWindow.Hour), ("day", CapWindow.Day), ("week", CapWindow.Week));
        return new FrequencyCap
        {
            Max = fields.Whole(fields.Required("max"), "max", 1, FrequencyCap.Most) ?? 1,
            Window = per,
            Channel = fields.Word("channel"),
            Category = Category(fields),
        };
    }

    private static PolicyCategory? Category(Fields fields) =>
        fields.Choice<PolicyCategory?>("category", null, ("service", PolicyCategory.Service), ("promotion", PolicyCategory.Promotion));

    private static QuietHours QuietHours(Fields fields)
    {
        var quiet = new QuietHours
        {
            From = Times.Read(fields, "from") ?? default,
            To = Times.Read(fields, "to") ?? default,
            FallbackZone = TimeZones.Read(fields, "fallbackZone"),
            UnknownZone = fields.Choice("unknownZone", UnknownZone.Fallback, ("fallback", UnknownZone.Fallback), ("closed", UnknownZone.Closed)),
            Spread = fields.Duration("spread", TimeSpan.FromSeconds(1), Rules.Guardrails.QuietHours.SpreadMax, TimeSpan.FromMinutes(30)),
            Channels = [.. fields.Items(fields.Optional("channels"), "channels", ChannelsMax).Select(n => Channel(fields, n)).OfType<string>()],
            Category = Category(fields),
            Days = Days(fields),
        };
        if (fields.Has("from") && fields.Has("to"))
        {
            CheckHours(fields, quiet);
        }

        var countries = Each(fields, "countries", CountryHours.Max, Shape.CountryHours, c => Country(c, quiet));
        foreach (var twice in countries.SelectMany(c => c.Countries).CountBy(c => c).Where(c => c.Value > 1))
        {
            fields.File.Error(fields.PlaceOf("countries"), $"'{twice.Key}' appears twice under 'countries'; keep one");
        }

        return quiet with { Countries = countries };
    }

    private static CountryHours Country(Fields fields, QuietHours quiet)
    {
        var own = quiet with
        {
            From = fields.Has("from") ? Times.Read(fields, "from") ?? default : quiet.From,
            To = fields.Has("to") ? Times.Read(fields, "to") ?? default : quiet.To,
            Days = Days(fields),
        };
        if (fields.Has("from") || fields.Has("to"))
        {
            CheckHours(fields, own);
        }

        return new CountryHours
        {
            Countries = [.. fields.Items(fields.Required("in"), "in", CountriesMax).Select(n => CountryCode(fields, n)).OfType<string>()],
            From = own.From,
            To = own.To,
            Days = own.Days,
        };
    }

    private static string? CountryCode(Fields fields, Node node)
    {
        if (fields.Text(node, "in", Fields.NameLengthMax) is not { } text)
        {
            return null;
        }

        if (text.Length == 2 && text.All(char.IsAsciiLetterUpper))
        {
            return text;
        }

        fields.File.Error(node.Place, $"'{Fields.Short(text)}' is no country; write its code of two capital letters, like FR or US");
        return null;
    }

    private static ImmutableArray<DayOfWeek> Days(Fields fields)
    {
        var days = fields.Items(fields.Optional("days"), "days", WeekDays.Length).Select(n => Day(fields, n)).OfType<DayOfWeek>().Distinct().Order().ToImmutableArray();
        if (days.Length == WeekDays.Length)
        {
            fields.File.Error(fields.PlaceOf("days"), "with every day quiet nothing would ever go out; leave one out");
        }

        return days;
    }

    private static DayOfWeek? Day(Fields fields, Node node)
    {
        if (fields.Text(node, "days", Fields.NameLengthMax) is not { } word)
        {
            return null;
        }

        var day = Array.IndexOf(WeekDays, word);
        if (day < 0)
        {
            fields.File.Error(node.Place, $"'{Fields.Short(word)}' is no day of the week; write one like sunday{Spelling.Suggest(word, WeekDays)}");
            return null;
        }

        return (DayOfWeek)day;
    }

    private static void CheckHours(Fields fields, QuietHours quiet)
    {
        if (quiet.From == quiet.To)
        {
            fields.File.Error(fields.PlaceOf("to"), "quiet hours end when they begin, so they would last all day or not at all; set another end");
        }
        else if (quiet.Length + quiet.Spread > TimeSpan.FromHours(24))
        {
            fields.File.Error(fields.PlaceOf("spread"), $"the rest of the day is {Wording.Of(TimeSpan.FromHours(24) - quiet.Length)}, less than the spread of {Wording.Of(quiet.Spread)}; shorten the one or the other");
        }
    }

    private static string? Channel(Fields fields, Node node)
    {
        if (fields.Text(node, "channels", Rules.Touchpoints.Touchpoint.NameLengthMax) is not { } word)
        {
            return null;
        }

        if (word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            fields.File.Error(node.Place, "a channel is one word without spaces, like 'email'");
        }

        return word;
    }

    private static ChannelRate Rate(Fields fields) => new()
    {
        Channel = fields.Word("channel", required: true) ?? "",
        PerSecond = fields.Whole(fields.Required("perSecond"), "perSecond", 1, ChannelRate.Most) ?? 1,
    };

    private static ExclusionGroup Group(Fields fields) => new()
    {
        Id = fields.Id(),
        Window = fields.Duration("window", WindowMax),
    };

    private static QueueLimit Queue(Fields fields)
    {
        var limit = new QueueLimit
        {
            Queue = fields.Word("queue", required: true) ?? "",
            PerHour = Bound("perHour"),
            PerDay = Bound("perDay"),
            OpenMax = Bound("openMax"),
            ReplyTo = fields.Text("replyTo", EmailAddresses.LengthMax),
        };
        if (!fields.Has("perHour") && !fields.Has("perDay") && !fields.Has("openMax") && !fields.Has("replyTo"))
        {
            fields.File.Error(fields.Place, "a queue says at least one of perHour, perDay, openMax and replyTo");
        }

        if (limit.ReplyTo is { } address && !EmailAddresses.IsAddress(address))
        {
            fields.File.Error(fields.Optional("replyTo")!.Place, $"'{Fields.Short(address)}' is no e-mail address; write the address alone, like help@example.com");
        }

        return limit;

        int? Bound(string name) => fields.Whole(fields.Optional(name), name, 1, QueueLimit.CallbacksMax);
    }
}
