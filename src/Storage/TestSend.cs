using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Storage;

/// <summary>Messages and offers of one test send.</summary>
public sealed record TestSend
{
    /// <summary>The account that sends.</summary>
    public required string By { get; init; }

    public required ImmutableArray<(CustomerKey Key, DecidedAction Action)> Actions { get; init; }

    /// <summary>Most messages and offers of the account in a day (UTC).</summary>
    public required int PerDayMax { get; init; }

    /// <summary>By the journey's clock: suppressions that end later still hold.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Recipients that exist only for tests: they are never suppressed.</summary>
    public ImmutableHashSet<CustomerKey> OnlyForTests { get; init; } = [];
}

/// <summary>What came of a test send. Anything but <see cref="Left"/> alone: nothing was put into the outbox.</summary>
public sealed record TestSendResult
{
    /// <summary>Recipients that are not marked, or not confirmed.</summary>
    public ImmutableArray<CustomerKey> NotConfirmed { get; init; } = [];

    /// <summary>Recipients that an operator suppressed.</summary>
    public ImmutableArray<CustomerKey> Suppressed { get; init; } = [];

    /// <summary>More than the account may still send today.</summary>
    public bool TooMany { get; init; }

    /// <summary>How many the account may still send today.</summary>
    public int Left { get; init; }
}
