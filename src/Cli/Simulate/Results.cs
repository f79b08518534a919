using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Simulate;

/// <summary>
/// Writes what comes of a simulation. Lines stand in the order of virtual time; a low point stands where it opened, as it was then, with the
/// end it came to: open ones are kept back until they close, so memory grows with what is open and what waits behind it.
/// </summary>
internal sealed class Results : ISimulationSink, IDisposable
{
    private readonly string _folder;
    private readonly JsonLines _lowPoints;
    private readonly JsonLines _actions;
    private readonly JsonLines _decisions;
    private readonly JsonLines _refused;
    private readonly Queue<Kept> _kept = new();
    private readonly Dictionary<(CustomerId, string), Kept> _open = [];
    private readonly SortedDictionary<string, long> _byKind = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _byPolicy = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _byCause = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _byOutcome = new(StringComparer.Ordinal);
    private long _fired;
    private long _held;

    public Results(string folder)
    {
        _folder = folder;
        _lowPoints = new JsonLines(Path.Combine(folder, "low-points.jsonl"));
        _actions = new JsonLines(Path.Combine(folder, "actions.jsonl"));
        _decisions = new JsonLines(Path.Combine(folder, "decisions.jsonl"));
        _refused = new JsonLines(Path.Combine(folder, "refused.jsonl"));
    }

    public long Actions { get; private set; }

    public long RefusedLines { get; private set; }

    /// <summary>A low point as it stood when it opened, and its end once that is known.</summary>
    private sealed record Kept(CustomerId Customer, LowPoint Opened)
    {
        public LowPoint? Closed { get; set; }
    }

    public void LowPointOpened(CustomerId customer, LowPoint point)
    {
        var kept = new Kept(customer, point);
        _kept.Enqueue(kept);
        _open[(customer, point.Key)] = kept;
        Count(_byCause, point.Causes[0].Text);
    }

    public void LowPointClosed(CustomerId customer, LowPoint point)
    {
        if (_open.Remove((customer, point.Key), out var kept))
        {
            kept.Closed = point;
            Count(_byOutcome, Words(point.Outcome!.Value));
        }

        while (_kept.TryPeek(out var first) && first.Closed is not null)
        {
            Write(_kept.Dequeue());
        }
    }

    public void Decided(CustomerId customer, PolicyDecision decision)
    {
        _fired += decision.Outcome == PolicyOutcome.Fired ? 1 : 0;
        _held += decision.Outcome == PolicyOutcome.Held ? 1 : 0;
        var json = _decisions.Begin();
        json.WriteString("customer", customer.Value);
        json.WriteString("policy", decision.Policy);
        json.WriteString("outcome", Words(decision.Outcome));
        json.WriteString("at", decision.At);
        json.WriteString("because", decision.Because);
        json.WriteString("cause", decision.Cause);
        Optional(json, "journey", decision.Journey);
        Optional(json, "correlation", decision.Correlation);
        if (decision.Reason != HoldReason.None)
        {
            json.WriteString("reason", Words(decision.Reason));
        }

        if (decision.NextAt is { } next)
        {
            json.WriteString("nextAt", next);
        }

        json.WriteNumber("actions", decision.Actions);
        _decisions.End();
    }

    public void Action(DecidedAction action, AdmissionAnswer answer)
    {
        Actions++;
        Count(_byKind, Words(action.Kind));
        Count(_byPolicy, action.Policy);
        var json = _actions.Begin();
        json.WriteString("id", action.Id);
        json.WriteString("kind", Words(action.Kind));
        json.WriteString("policy", action.Policy);
        json.WriteString("customer", action.Customer.Value);
        json.WriteString("status", Words(answer.Result));
        if (answer.Reason != HoldReason.None)
        {
            json.WriteString("reason", Words(answer.Reason));
        }

        json.WriteString("at", action.DecidedAt);
        json.WriteString("expiresAt", action.ExpiresAt);
        Optional(json, "channel", action.Channel);
        Optional(json, "journey", action.Journey);
        Optional(json, "correlation", action.Correlation);
        json.WriteStartObject("content");
        foreach (var (name, value) in action.Content)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        _actions.End();
    }

    public void Refused(long line, ImmutableArray<TouchpointError> errors)
    {
        RefusedLines++;
        var json = _refused.Begin();
        json.WriteNumber("line", line);
        json.WriteStartArray("problems");
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("pointer", error.Pointer);
            json.WriteString("detail", error.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        _refused.End();
    }

    /// <summary>Writes what is still open, and the summary.</summary>
    public void Finish(Simulator simulator, TimeSpan elapsed)
    {
        while (_kept.TryDequeue(out var kept))
        {
            Write(kept);
        }

        var counts = simulator.Counts;
        using var stream = File.Create(Path.Combine(_folder, "summary.json"));
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("touchpoints", counts.Touchpoints);
        json.WriteNumber("customers", counts.Customers);
        json.WriteNumber("duplicates", counts.Duplicates);
        json.WriteNumber("refusedLines", RefusedLines);
        json.WriteNumber("lowPoints", counts.LowPoints);
        json.WriteNumber("highPoints", counts.HighPoints);
        json.WriteNumber("missedExpectations", counts.MissedExpectations);
        json.WriteNumber("fired", _fired);
        json.WriteNumber("held", _held);
        json.WriteNumber("actions", Actions);
        Write(json, "lowPointsByCause", _byCause);
        Write(json, "lowPointsByOutcome", _byOutcome);
        Write(json, "actionsByKind", _byKind);
        Write(json, "actionsByPolicy", _byPolicy);

        // The one part that differs between two runs.
        json.WriteStartObject("measured");
        json.WriteNumber("seconds", Math.Round(elapsed.TotalSeconds, 3));
        json.WriteNumber("touchpointsPerSecond", Math.Round(counts.Touchpoints / Math.Max(1e-9, elapsed.TotalSeconds)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public void Dispose()
    {
        _lowPoints.Dispose();
        _actions.Dispose();
        _decisions.Dispose();
        _refused.Dispose();
    }

    private void Write(Kept kept)
    {
        var point = kept.Opened;
        var json = _lowPoints.Begin();
        json.WriteString("customer", kept.Customer.Value);
        json.WriteString("journey", point.Journey);
        json.WriteString("correlation", point.Correlation);
        json.WriteString("openedAt", point.OpenedAt);
        if (kept.Closed is { ClosedAt: { } closedAt, Outcome: { } outcome })
        {
            json.WriteString("closedAt", closedAt);
            json.WriteString("outcome", Words(outcome));
        }
        else
        {
            json.WriteNull("closedAt");
            json.WriteNull("outcome");
        }

        var cause = point.Causes[0];
        json.WriteStartObject("cause");
        json.WriteString("kind", Words(cause.Kind));
        json.WriteString("type", cause.Type);
        Optional(json, "expectation", cause.Expectation);
        json.WriteString("text", cause.Text);
        json.WriteNumber("weight", cause.Weight);
        json.WriteString("at", cause.At);
        json.WriteEndObject();
        json.WriteNumber("depth", point.Depth);
        _lowPoints.End();
    }

    private static void Write(Utf8JsonWriter json, string name, SortedDictionary<string, long> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
        {
            json.WriteNumber(key, count);
        }

        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Count(SortedDictionary<string, long> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;

    private static string Words<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
