using System.Text.Json;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.AspNetCore.SignalR;

namespace CxOrchestrator.Gateway.Live;

/// <summary>
/// Reads what clients pass to the hub's methods. Clients are written in any language, so a value of the wrong kind is answered with its field
/// and what belongs there.
/// </summary>
internal static class HubArguments
{
    private const string Names = "journey, stage, cause, segment, search, claimed, sort, limit";

    /// <summary>Most problems that one answer names.</summary>
    private const int ProblemsMax = 20;

    /// <summary>A filter whose missing and null fields have their defaults; null is the filter without any.</summary>
    /// <exception cref="HubException">Names every field that cannot be used.</exception>
    public static BoardFilter Filter(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return new BoardFilter();
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new HubException($"filter: It is an object, such as {{\"sort\": \"-risk\"}}, and {Kind(value)} came. {{}} lets everything through.");
        }

        var problems = new List<FieldProblem>();
        var filter = value.EnumerateObject().Aggregate(new BoardFilter(), (read, field) => With(read, field, problems));
        problems.AddRange(BoardFilters.Check(filter));
        return problems.Count == 0
            ? filter
            : throw new HubException(string.Join(" ", problems.Take(ProblemsMax).Select(p => $"{p.Pointer}: {p.Detail}")));
    }

    /// <exception cref="HubException">It is no customer's id.</exception>
    public static CustomerId Customer(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when Text(value) is { } id && !string.IsNullOrWhiteSpace(id) && id.Length <= CustomerId.LengthMax => new(id),
        JsonValueKind.String => throw new HubException($"customer: A customer's id has 1 to {CustomerId.LengthMax} characters."),
        _ => throw new HubException($"customer: It is the id of a customer as a text, such as \"4711\", and {Kind(value)} came."),
    };

    private static BoardFilter With(BoardFilter filter, JsonProperty field, List<FieldProblem> problems) => field.Name switch
    {
        "journey" => filter with { Journey = Text(field, problems) },
        "stage" => filter with { Stage = Text(field, problems) },
        "cause" => filter with { Cause = Text(field, problems) },
        "segment" => filter with { Segment = Text(field, problems) },
        "search" => filter with { Search = Text(field, problems) },
        "claimed" => filter with { Claimed = Flag(field, problems) },
        "sort" => filter with { Sort = Text(field, problems) ?? filter.Sort },
        "limit" => filter with { Limit = Number(field, problems) ?? filter.Limit },
        _ => Wrong(filter, field.Name.Length <= 50 ? field.Name : field.Name[..50], $"There is no such field. A filter has {Names}.", problems),
    };

    private static string? Text(JsonProperty field, List<FieldProblem> problems) => field.Value.ValueKind switch
    {
        JsonValueKind.String => Text(field.Value) ?? Wrong<string?>(null, field.Name, "It has half of a surrogate pair, which is no character.", problems),
        JsonValueKind.Null => null,
        _ => Wrong<string?>(null, field.Name, $"It is a text or null, and {Kind(field.Value)} came.", problems),
    };

    private static bool? Flag(JsonProperty field, List<FieldProblem> problems) => field.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => Wrong<bool?>(null, field.Name, $"It is true, false or null, and {Kind(field.Value)} came.", problems),
    };

    private static int? Number(JsonProperty field, List<FieldProblem> problems) => field.Value.ValueKind switch
    {
        JsonValueKind.Number when field.Value.TryGetInt32(out var number) => number,
        JsonValueKind.Null => null,
        _ => Wrong<int?>(null, field.Name, $"It is a whole number from 1 to {BoardFilter.LimitMax} or null, and {Kind(field.Value)} came.", problems),
    };

    // Null where the escapes are no text.
    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static T Wrong<T>(T kept, string field, string detail, List<FieldProblem> problems)
    {
        problems.Add(new FieldProblem { Pointer = field, Detail = detail });
        return kept;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
