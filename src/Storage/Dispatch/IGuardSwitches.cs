using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;

namespace CxOrchestrator.Storage.Dispatch;

/// <summary>
/// What people hold back by hand, each in a row of its own that admission reads with every answer: it works at once, whatever waits in the
/// log. A change moves the version that admission guards with, so nothing is admitted by what it read before.
/// </summary>
public interface IGuardSwitches
{
    /// <summary>Policies that were ever stopped, by id.</summary>
    Task<ImmutableArray<PolicySwitch>> PoliciesAsync(CancellationToken cancellationToken);

    /// <summary>Stops or resumes a policy; one already in that state is unchanged.</summary>
    Task<PolicySwitch> SetPolicyAsync(string policy, bool stopped, string by, string? why, CancellationToken cancellationToken);

    /// <summary>The customer's last suppression, whether or not it has ended; null: never suppressed.</summary>
    Task<SuppressionRow?> SuppressionAsync(CustomerKey key, CancellationToken cancellationToken);

    /// <summary>Suppresses the customer, or ends the suppression; false, and the row as it is, where it has another version than expected.</summary>
    /// <param name="key">Whom.</param>
    /// <param name="until">By the journey's clock; null: it ends now.</param>
    /// <param name="by">Who acts.</param>
    /// <param name="why">In their words.</param>
    /// <param name="expectedVersion">0: there is no row yet; null: whatever the row is.</param>
    /// <param name="cancellationToken">Counts until the change is written.</param>
    Task<(bool Changed, SuppressionRow? Row)> SetSuppressionAsync(CustomerKey key, DateTimeOffset? until, string by, string? why, long? expectedVersion, CancellationToken cancellationToken);

    /// <summary>Everything that admission reads from outside the customer, as an explanation needs it.</summary>
    /// <param name="key">Whom.</param>
    /// <param name="uses">What would be taken of shared limits.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<AdmissionFacts> FactsAsync(CustomerKey key, ImmutableArray<LimitUse> uses, CancellationToken cancellationToken);
}

/// <summary>Whether a policy is stopped, and who did it.</summary>
public sealed record PolicySwitch
{
    public required string Policy { get; init; }

    public required bool Stopped { get; init; }

    public required string By { get; init; }

    public string? Why { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>A customer that an operator has left alone.</summary>
public sealed record SuppressionRow
{
    /// <summary>By the journey's clock; null: the suppression was ended.</summary>
    public DateTimeOffset? Until { get; init; }

    public required string By { get; init; }

    public string? Why { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>1 at first; grows by one with each change.</summary>
    public required long Version { get; init; }
}
