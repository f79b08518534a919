using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>
/// A provider that speaks HTTP: how a message is sent through it, what its answers mean, and how its delivery webhook is verified and read.
/// Texts are Liquid, expressions are JMESPath; both were checked when the document was read.
/// </summary>
public sealed record ProviderDefinition
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    /// <summary>Channels that it can deliver: <c>email</c>, <c>sms</c>.</summary>
    public required ImmutableArray<string> Channels { get; init; }

    /// <summary>What a connection has to state.</summary>
    public ImmutableArray<ProviderSetting> Settings { get; init; } = [];

    public ImmutableArray<ProviderSecret> Secrets { get; init; } = [];

    public required SendDefinition Send { get; init; }

    public required AnswerDefinition Answer { get; init; }

    /// <summary>Null: it cannot be asked whether it has a message.</summary>
    public LookupDefinition? Lookup { get; init; }

    /// <summary>Null: a connection is tried by whether its address answers.</summary>
    public TestDefinition? Test { get; init; }

    /// <summary>Null: it reports nothing.</summary>
    public WebhookDefinition? Webhook { get; init; }
}
