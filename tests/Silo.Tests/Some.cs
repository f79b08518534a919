using System.Globalization;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests;

/// <summary>Rows and records for tests, with everything defaulted that a test does not care about.</summary>
internal static class Some
{
    public static CustomerKey Key(string customer = "c-1") => CustomerKey.For(new CustomerId(customer));

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);

    public static HistoryEntry Entry(long sequence, string id = "t-1", string customer = "c-1", string source = "shop", DateTimeOffset? at = null)
    {
        var identity = new TouchpointIdentity(source, id);
        return new HistoryEntry
        {
            Sequence = sequence,
            Kind = HistoryKind.Touchpoint,
            EffectiveAt = at ?? Make.Start,
            ReceivedAt = Make.Start.AddSeconds(1),
            DefinitionsVersion = 7,
            At = at ?? Make.Start,
            Source = source,
            Id = id,
            IdentityHash = identity.HashFor(new CustomerId(customer)),
            Type = "order.placed",
            Channel = "web",
            Input = Utf8($$"""{"id":"{{id}}"}"""),
            Outcome = new HistoryOutcome { Mood = -0.5, Pressure = 1, Risk = 60 }.ToJson(),
        };
    }

    public static SeenIdentity Seen(string kind, string value, double day = 0, string source = "shop") => new()
    {
        Identity = new(kind, value),
        Given = value,
        Source = source,
        Touchpoint = $"{source}-{value}-{day}",
        FirstSeen = Make.Day(day),
        LastSeen = Make.Day(day),
    };

    public static DecidedAction Action(
        string id, string customer = "c-1", ActionKind kind = ActionKind.Message, DateTimeOffset? decidedAt = null, string policy = "late",
        params (string Name, string Value)[] content) => new()
        {
            Id = id,
            Customer = new CustomerId(customer),
            Kind = kind,
            Policy = policy,
            PolicyVersion = 3,
            Category = PolicyCategory.Service,
            Priority = 50,
            Cause = $"cause of {id}",
            Ordinal = 0,
            DecidedAt = decidedAt ?? Make.Start,
            ExpiresAt = (decidedAt ?? Make.Start).AddDays(1),
            Journey = "order",
            Correlation = "4711",
            Channel = kind == ActionKind.Message ? "email" : null,
            Content = [.. content.Select(c => KeyValuePair.Create(c.Name, c.Value))],
        };

    public static AdmissionAnswer Answer(string action, AdmissionResult result = AdmissionResult.Admitted, HoldReason reason = HoldReason.None, DateTimeOffset? nextAt = null) => new()
    {
        Action = action,
        Policy = "late",
        Cause = $"cause of {action}",
        Result = result,
        Reason = reason,
        NextAt = nextAt,
        At = Make.Start.AddMinutes(1),
    };

    public static PolicyDecision Decision(string policy = "late", PolicyOutcome outcome = PolicyOutcome.Fired) => new()
    {
        Policy = policy,
        PolicyVersion = 3,
        Outcome = outcome,
        At = Make.Start,
        Cause = "cause",
        Because = "Delivery date missed",
        Actions = 1,
    };

    public static DeadLetter Letter(long position, string source = "shop", string reason = "unreadable", string body = "{", string log = "log", int partition = 1) => new()
    {
        Origin = new LogPosition(log, partition, position),
        Source = source,
        Reason = reason,
        Detail = "/: not JSON",
        At = Make.Start,
        Body = Utf8(body),
    };

    public static NewCase Case(string customer = "c-1", string queue = "retention", CasePriority priority = CasePriority.Normal, DateTimeOffset? dueAt = null) => new()
    {
        Key = Key(customer),
        Queue = queue,
        Priority = priority,
        Reason = "Call about the order",
        Policy = "late",
        Journey = "order",
        Correlation = "4711",
        DueAt = dueAt ?? Make.Day(1),
    };

    public static DeliveryOutcome Delivered(string action, NewCase? opens = null) =>
        new() { Action = action, Status = ActionStatus.Delivered, At = Make.Start.AddMinutes(2), Case = opens };

    /// <summary>A touchpoint to append, readable.</summary>
    public static LogItem Item(string id, string customer = "c-1", string source = "shop", string type = "order.placed", DateTimeOffset? at = null)
    {
        var touchpoint = Make.Touchpoint(type, at ?? Make.Start, id, new CustomerId(customer), source);
        return new LogItem { Customer = touchpoint.Customer, Source = source, Body = TouchpointJson.Write(touchpoint) };
    }

    public static LogItem Raw(string body, string customer = "c-1", string source = "shop") =>
        new() { Customer = new CustomerId(customer), Source = source, Body = Utf8(body) };

    public static string Number(int number) => number.ToString("D4", CultureInfo.InvariantCulture);
}
