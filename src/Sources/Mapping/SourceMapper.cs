using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Sources;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>Makes touchpoints of a delivery. The same delivery gives the same touchpoints, save the time of those that state none.</summary>
public static class SourceMapper
{
    /// <summary>Most events of one delivery.</summary>
    public const int EventsMax = 5_000;

    /// <summary>Most touchpoints of one event.</summary>
    public const int TouchpointsMax = 200;

    private const int WordLengthMax = 200;
    private const int IdLengthMax = 200;

    /// <summary>The events in their order; null where there are more than <see cref="EventsMax"/>.</summary>
    /// <param name="source">The kind of source.</param>
    /// <param name="request">The delivery; it is used up.</param>
    /// <param name="settings">Of the connection.</param>
    /// <param name="name">The source of the touchpoints: the connection's id.</param>
    /// <param name="receivedAt">The time of events that state none.</param>
    /// <param name="enrichment">What its events were enriched with; null: nothing.</param>
    public static ImmutableArray<MappedEvent>? Map(
        CompiledSource source, QueryDocument request, IEnumerable<KeyValuePair<string, string>> settings, string name, DateTimeOffset receivedAt, Enrichment? enrichment = null)
    {
        var scope = new EventScope(request, settings);

        // Of the whole delivery: two events that say the same differ in who sent them, or when.
        var content = new Lazy<string>(() => scope.Content);
        var items = source.Events.Items(scope.Document);
        return items.Length > EventsMax ? null : [.. items.Select((item, place) => Map(source, scope, item, new EventPlace(content, place), name, new EventTimes(receivedAt, enrichment?.At ?? receivedAt), enrichment?.Of(place)))];
    }

    private static MappedEvent Map(CompiledSource source, EventScope scope, QueryDocument item, EventPlace content, string name, EventTimes times, QueryDocument? enriched)
    {
        scope.Event(item, enriched);
        var word = Cut(source.Type.Stated(scope.Document) ?? "", WordLengthMax);
        var id = EventId(source, scope, word, content, times.ReceivedAt);
        var read = new MappedEvent { Word = word, Id = id, Outcome = EventOutcome.Unmapped };
        if (source.Drops(word))
        {
            return read with { Outcome = EventOutcome.Dropped, Reason = "The source document drops it." };
        }

        // A time of the future is a clock that is ahead: what happens is known when it arrives.
        var at = Time(source.At, scope, times);
        var mappings = source.MappingsOf(word);
        if (enriched is null && !(mappings.IsEmpty && source.Definition.DropsOthers))
        {
            read = read with { Lacks = source.Enrich?.Lacks(scope.Document) };
        }

        if (mappings.IsEmpty)
        {
            return source.Definition.DropsOthers
                ? read with { Outcome = EventOutcome.Dropped, Reason = "No mapping names it, and the source document drops what it does not name." }
                : Generic(source, scope, read, name, at);
        }

        var made = ImmutableArray.CreateBuilder<MappedTouchpoint>();
        var missing = "";
        foreach (var mapping in mappings)
        {
            Add(mapping, scope, read, name, at, times, mappings.Length > 1, made, ref missing);
        }

        return made.Count > 0 ? read with { Outcome = EventOutcome.Mapped, Touchpoints = made.DrainToImmutable() }
            : read with { Reason = missing.Length > 0 ? missing : "None of its mappings applies." };
    }

    private static void Add(
        CompiledMapping mapping, EventScope scope, MappedEvent read, string name, DateTimeOffset at, EventTimes times, bool several,
        ImmutableArray<MappedTouchpoint>.Builder made, ref string missing)
    {
        var items = mapping.Each is null ? [scope.Document] : mapping.Each.Items(scope.Document);
        var place = 0;
        foreach (var item in items.Take(TouchpointsMax - made.Count))
        {
            place++;
            if (mapping.Each is not null)
            {
                scope.Item(item);
            }

            if (mapping.When?.Holds(scope.Document) == false)
            {
                continue;
            }

            var key = mapping.Key?.Stated(scope.Document) ?? (mapping.Each is null ? null : $"{place}");
            var id = string.Join(':', ((string?[])[read.Id, several ? mapping.As : null, key]).OfType<string>());
            var draft = new TouchpointWriter(name, Bounded(id), mapping.As, mapping.At is null ? at : Time(mapping.At, scope, times, at));
            if (draft.Write(mapping.Parts, scope.Document, out var why) is { } touchpoint)
            {
                made.Add(touchpoint);
            }
            else
            {
                missing = why;
            }
        }
    }

    private static MappedEvent Generic(CompiledSource source, EventScope scope, MappedEvent read, string name, DateTimeOffset at)
    {
        var draft = new TouchpointWriter(name, read.Id, TypeOf(source, scope, read.Word), at);
        return draft.Write(source.Common, scope.Document, out var why) is { } touchpoint
            ? read with { Outcome = EventOutcome.Generic, Touchpoints = [touchpoint] }
            : read with { Reason = why };
    }

    private static string TypeOf(CompiledSource source, EventScope scope, string word) =>
        source.Generic?.Stated(scope.Document) is { } named && Dotted(named) is { Length: > 0 } type ? Cut(type, Touchpoint.NameLengthMax) : GenericType(source.Definition.Id, word);

    /// <summary>The type of an event that no mapping names: <c>orders/edited</c> of Shopify is <c>shopify.orders.edited</c>.</summary>
    public static string GenericType(string source, string word) => Dotted(word) is { Length: > 0 } dotted ? Cut($"{source}.{dotted}", Touchpoint.NameLengthMax) : $"{source}.event";

    // Words in small letters with dots between them.
    private static string Dotted(string word)
    {
        var type = new StringBuilder();
        var pause = false;
        foreach (var c in word)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
            {
                pause = true;
                continue;
            }

            type.Append(pause && type.Length > 0 ? "." : "").Append(char.ToLowerInvariant(c));
            pause = false;
        }

        return type.ToString();
    }

    private static DateTimeOffset Time(ProviderQuery? query, EventScope scope, EventTimes times, DateTimeOffset? otherwise = null)
    {
        var at = WebhookTimes.Of(query?.Text(scope.Document)) is { } stated && stated >= TouchpointJson.AtMin ? stated : otherwise ?? times.ReceivedAt;
        return at > times.KnownAt ? times.KnownAt : at;
    }

    // Without an id of its own an event has its content's. What states no time either is not known again: the same may happen twice.
    private static string EventId(CompiledSource source, EventScope scope, string word, EventPlace content, DateTimeOffset receivedAt)
    {
        if (source.EventId?.Stated(scope.Document) is { } given)
        {
            return Bounded(given);
        }

        var stated = WebhookTimes.Of(source.At?.Text(scope.Document)) is not null;
        return Hash($"{word}\n{content.Place}\n{(stated ? "" : receivedAt.UtcTicks)}\n{content.Content.Value}");
    }

    private static string Bounded(string id) => id.Length <= IdLengthMax && !id.Any(char.IsControl) ? id : Hash(id);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Where an event is.</summary>
    /// <param name="Content">Of the delivery.</param>
    /// <param name="Place">Among its events.</param>
    private readonly record struct EventPlace(Lazy<string> Content, int Place);

    /// <summary>What the times of events are measured by.</summary>
    /// <param name="ReceivedAt">When the delivery arrived.</param>
    /// <param name="KnownAt">When the last of what is known arrived: nothing that it says happened after it.</param>
    private readonly record struct EventTimes(DateTimeOffset ReceivedAt, DateTimeOffset KnownAt);

    private static string Cut(string text, int max) => text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];
}
