using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Rules.Actions;

public enum ActionKind : byte
{
    Message = 1,
    Offer = 2,
    Callback = 3,
    Webhook = 4,

    /// <summary>Within the customer, like the next: done as it is admitted.</summary>
    SetAttribute = 5,
    Segment = 6,
    [JsonStringEnumMemberName("Mute")]
    Suppress = 7,
}

/// <summary>What a policy decided to do, complete: nothing is looked up later. Stored before anything is sent.</summary>
[GenerateSerializer, Immutable, Alias("cx.decided-action")]
public sealed record DecidedAction
{
    /// <summary>Made of tenant, customer, policy, cause and ordinal; never changes. The idempotency key for the outside.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required CustomerId Customer { get; init; }

    [Id(2)] public required ActionKind Kind { get; init; }

    [Id(3)] public required string Policy { get; init; }

    [Id(4)] public required int PolicyVersion { get; init; }

    [Id(5)] public required PolicyCategory Category { get; init; }

    [Id(6)] public required int Priority { get; init; }

    /// <summary>What set the policy off, by name: the same input gives the same cause.</summary>
    [Id(7)] public required string Cause { get; init; }

    /// <summary>Its place among the policy's actions, from 0.</summary>
    [Id(8)] public required int Ordinal { get; init; }

    /// <summary>Effective time of the decision.</summary>
    [Id(9)] public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Not sent after this.</summary>
    [Id(10)] public required DateTimeOffset ExpiresAt { get; init; }

    [Id(11)] public string? Journey { get; init; }

    [Id(12)] public string? Correlation { get; init; }

    /// <summary>Channel of a message or an offer, else null.</summary>
    [Id(13)] public string? Channel { get; init; }

    /// <summary>The policy's cooldown, so that admission can check it without the definitions.</summary>
    [Id(14)] public TimeSpan? Cooldown { get; init; }

    /// <summary>What is to be sent, by name, texts already filled in. Names by kind: see <see cref="ActionContent"/>.</summary>
    [Id(15)] public required ImmutableArray<KeyValuePair<string, string>> Content { get; init; }

    /// <summary>Which of the policy's variants; null where it has none.</summary>
    [Id(22)] public string? Variant { get; init; }

    /// <summary>It changes the customer alone, and nothing leaves the system.</summary>
    public bool ChangesCustomerOnly() => Kind is ActionKind.SetAttribute or ActionKind.Segment or ActionKind.Suppress;

    /// <summary>The named part of the content, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in Content)
            {
                if (string.Equals(key, name, StringComparison.Ordinal))
                {
                    return value;
                }
            }

            return null;
        }
    }
}

/// <summary>Names in an action's content.</summary>
public static class ActionContent
{
    /// <summary>Message: optional.</summary>
    public const string Subject = "subject";

    /// <summary>Message, offer.</summary>
    public const string Text = "text";

    /// <summary>Message, offer: language of the template's texts.</summary>
    public const string Language = "language";

    /// <summary>Message, offer: <c>html</c>; else plain text.</summary>
    public const string Format = "format";

    /// <summary>Offer: what is given.</summary>
    public const string Offer = "offer";

    /// <summary>Offer: decimal, invariant.</summary>
    public const string Amount = "amount";

    /// <summary>Offer: ISO 4217.</summary>
    public const string Currency = "currency";

    /// <summary>Offer: RFC 3339.</summary>
    public const string ValidUntil = "validUntil";

    /// <summary>Offer: the pool of its code.</summary>
    public const string Codes = "codes";

    /// <summary>Offer: its code, once it is admitted.</summary>
    public const string Code = "code";

    /// <summary>Message: name of a template that the provider keeps.</summary>
    public const string ProviderTemplate = "providerTemplate";

    /// <summary>Message: the language of that template.</summary>
    public const string ProviderLanguage = "providerLanguage";

    /// <summary>Message: <c>true</c> where that template is sent also where the text may be; else missing.</summary>
    public const string ProviderAlways = "providerAlways";

    /// <summary>Message: how the names of that template's values begin.</summary>
    public const string ProviderValuePrefix = "value.";

    /// <summary>Message: where a click leads, a complete address; else missing.</summary>
    public const string Link = "link";

    /// <summary>Message: what the link's button says; else missing.</summary>
    public const string LinkText = "linkText";

    /// <summary>Message: address of an image; else missing.</summary>
    public const string Image = "image";

    /// <summary>Message, offer: <c>true</c> where somebody tests a draft; else missing.</summary>
    public const string Test = "test";

    /// <summary>Message, offer: why its text could not be made; it has none then, and is never sent.</summary>
    public const string Problem = "problem";

    /// <summary>Message, offer: the queue that replies go to. Not <see cref="Queue"/>, by which callbacks are counted.</summary>
    public const string ReplyQueue = "replyQueue";

    /// <summary>Callback.</summary>
    public const string Queue = "queue";

    /// <summary>Callback: low, normal, high.</summary>
    public const string Priority = "priority";

    /// <summary>Callback: RFC 3339.</summary>
    public const string DueAt = "dueAt";

    /// <summary>Callback.</summary>
    public const string Reason = "reason";

    /// <summary>Webhook.</summary>
    public const string Url = "url";

    /// <summary>Webhook: prefix of each named value of the body.</summary>
    public const string DataPrefix = "data.";

    /// <summary>Attribute: its name.</summary>
    public const string Name = "name";

    /// <summary>Attribute: its value as text.</summary>
    public const string Value = "value";

    /// <summary>Attribute: text, number, flag.</summary>
    public const string ValueKind = "valueKind";

    /// <summary>Segment: its id.</summary>
    public const string Segment = "segment";

    /// <summary>Segment: add, remove.</summary>
    public const string Change = "change";

    /// <summary>Suppress: RFC 3339.</summary>
    public const string Until = "until";
}
