using System.Collections.Immutable;
using System.Text.Json;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Simulation;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Simulate;

/// <summary>
/// Takes what comes of a simulation, customer by customer, and writes it in the order of virtual time; a low point is where it opened, as it
/// was then, with the end it came to. Memory grows with what is written, not with the touchpoints.
/// </summary>
internal sealed partial class Results(string folder) : ISimulationSink, IDisposable
{
    private readonly OrderedLines _lowPoints = new();
    private readonly OrderedLines _actions = new();
    private readonly OrderedLines _decisions = new();
    private readonly OrderedLines _refused = new();
    private readonly OrderedLines _unread = new();
    private readonly List<Kept> _kept = [];
    private readonly Dictionary<string, (DecidedAction Action, AdmissionAnswer Answer, Moment At)> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byKind = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byPolicy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byCause = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byOutcome = new(StringComparer.Ordinal);
    private Moment _at;
    private readonly Dictionary<string, long> _heldBy = new(StringComparer.Ordinal);
    private readonly HashSet<(string Action, HoldReason Reason)> _heldOnce = [];
    private long _fired;
    private long _held;
    private long _controlGroup;

    public long Actions { get; private set; }

    public long RefusedLines { get; private set; }

    /// <summary>Values that documents could not read.</summary>
    public long UnreadValues { get; private set; }

    /// <summary>A low point of the present customer as it stood when it opened, and its end once that is known.</summary>
    private sealed record Kept(CustomerId Customer, LowPoint Opened, Moment At)
    {
        public LowPoint? Closed { get; set; }
    }

    /// <summary>What follows comes of the touchpoint at that place.</summary>
    public void AtTouchpoint(int place) => _at = Moment.OfTouchpoint(place);

    /// <summary>What follows comes of a customer's timer, fired as time came to the touchpoint at that place.</summary>
    public void AtTimer(int place, DateTimeOffset dueAt, int customer) => _at = Moment.OfTimer(place, dueAt, customer, _at);

    /// <summary>The present customer is done: its low points are as closed as they get.</summary>
    public void EndCustomer()
    {
        foreach (var kept in _kept)
        {
            Write(kept);
        }

        // What still waits when the simulation ends has no other end to report.
        foreach (var (action, answer, at) in _waiting.Values)
        {
            Write(action, answer, at);
        }

        _waiting.Clear();

        _kept.Clear();
        _heldOnce.Clear();
        _at = default;
    }

    public void LowPointOpened(CustomerId customer, LowPoint point)
    {
        _kept.Add(new Kept(customer, point, Next()));
        Count(_byCause, point.Causes[0].Text);
    }

    public void LowPointClosed(CustomerId customer, LowPoint point)
    {
        if (_kept.FindLast(k => k.Closed is null && k.Opened.Key == point.Key) is { } kept)
        {
            kept.Closed = point;
            Count(_byOutcome, Words(point.Outcome!.Value));
        }
    }

    public void Decided(CustomerId customer, PolicyDecision decision)
    {
        _fired += decision.Outcome == PolicyOutcome.Fired ? 1 : 0;
        _held += decision.Outcome == PolicyOutcome.Held ? 1 : 0;
        _controlGroup += decision.Outcome == PolicyOutcome.ControlGroup ? 1 : 0;
        var json = _decisions.Begin(Next());
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

        Optional(json, "limit", decision.Limit);
        Optional(json, "competitor", decision.Competitor);
        if (decision.NextAt is { } next)
        {
            json.WriteString("nextAt", next);
        }

        json.WriteNumber("actions", decision.Actions);
        _decisions.End();
    }

    public void Action(DecidedAction action, AdmissionAnswer answer)
    {
        _waiting.Remove(action.Id);
        Write(action, answer, Next());
    }

    private void Write(DecidedAction action, AdmissionAnswer answer, Moment at)
    {
        Actions++;
        Count(_byKind, Words(action.Kind));
        Count(_byPolicy, action.Policy);
        var json = _actions.Begin(at);
        json.WriteString("id", action.Id);
        json.WriteString("kind", Words(action.Kind));
        json.WriteString("policy", action.Policy);
        json.WriteString("customer", action.Customer.Value);
        json.WriteString("status", Words(answer.Result));
        if (answer.Reason != HoldReason.None)
        {
            json.WriteString("reason", Words(answer.Reason));
        }

        Optional(json, "limit", answer.Limit);
        json.WriteString("at", action.DecidedAt);
        if (answer.At > action.DecidedAt)
        {
            json.WriteString("answeredAt", answer.At);
        }

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

    public void Held(DecidedAction action, AdmissionAnswer answer)
    {
        _waiting[action.Id] = (action, answer, Next());
        if (_heldOnce.Add((action.Id, answer.Reason)))
        {
            Count(_heldBy, Words(answer.Reason));
        }
    }

    public void Unread(CustomerId customer, ValueUnread unread)
    {
        UnreadValues++;
        var json = _unread.Begin(Next());
        json.WriteString("customer", customer.Value);
        json.WriteString("at", unread.At);
        json.WriteString("field", unread.Field);
        Optional(json, "value", unread.Value);
        json.WriteString("problem", unread.Why);
        _unread.End();
    }

    public void Refused(int line, ImmutableArray<TouchpointError> errors)
    {
        RefusedLines++;
        var json = _refused.Begin(Moment.OfTouchpoint(line));
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

    /// <summary>Writes the lines in their order.</summary>
    public void WriteLines()
    {
        _lowPoints.WriteTo(Path.Combine(folder, "low-points.jsonl"));
        _actions.WriteTo(Path.Combine(folder, "actions.jsonl"));
        _decisions.WriteTo(Path.Combine(folder, "decisions.jsonl"));
        _refused.WriteTo(Path.Combine(folder, "refused.jsonl"));
        _unread.WriteTo(Path.Combine(folder, "unread.jsonl"));
    }

    public void WriteSummary(SimulationCounts counts, UnlimitedSharing limits, TimeSpan elapsed)
    {
        using var stream = File.Create(Path.Combine(folder, "summary.json"));
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("touchpoints", counts.Touchpoints);
        json.WriteNumber("customers", counts.Customers);
        json.WriteNumber("duplicates", counts.Duplicates);
        json.WriteNumber("refusedLines", RefusedLines);
        json.WriteNumber("unreadValues", UnreadValues);
        json.WriteNumber("lowPoints", counts.LowPoints);
        json.WriteNumber("highPoints", counts.HighPoints);
        json.WriteNumber("missedExpectations", counts.MissedExpectations);
        json.WriteNumber("fired", _fired);
        json.WriteNumber("held", _held);
        json.WriteNumber("controlGroup", _controlGroup);
        json.WriteNumber("actions", Actions);
        json.WriteNumber("sharedLimitsNotApplied", limits.NotApplied);
        Write(json, "actionsHeldBy", _heldBy);
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
        _unread.Dispose();
    }

    private Moment Next() => _at = _at.Following();
}
