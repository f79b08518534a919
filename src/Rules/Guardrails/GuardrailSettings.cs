using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Guardrails;

/// <summary>The limits that all policies of a set share. Those published when admission answers count, not those under which an action was decided.</summary>
public sealed record GuardrailSettings
{
    /// <summary>Most frequency caps of a set.</summary>
    public const int FrequencyCapsMax = 50;

    /// <summary>Most exclusion groups of a set; a customer's state remembers the last winner of each.</summary>
    public const int GroupsMax = 32;

    /// <summary>Most queues with a limit.</summary>
    public const int QueuesMax = 100;

    public static GuardrailSettings Default { get; } = new();

    public int Version { get; init; }

    public ImmutableArray<FrequencyCap> FrequencyCaps { get; init; } = [];

    /// <summary>Null: messages and offers go out at any hour.</summary>
    public QuietHours? QuietHours { get; init; }

    public ImmutableArray<ExclusionGroup> Groups { get; init; } = [];

    public ImmutableArray<QueueLimit> Queues { get; init; } = [];

    /// <summary>Channels with a rate; those not named have none beside their connections' own.</summary>
    public ImmutableArray<ChannelRate> Rates { get; init; } = [];

    /// <summary>Percent of the customers for whom no policy acts, 0 to 50.</summary>
    public double GlobalControlGroup { get; init; }

    /// <summary>Promotions wait while the customer has an open case.</summary>
    public bool OpenCaseSuppresses { get; init; } = true;

    /// <summary>Promotions wait while the customer has an open low point.</summary>
    public bool OpenLowPointSuppresses { get; init; } = true;

    /// <summary>Null: no policy is stopped by itself.</summary>
    public BreakerSettings? Breaker { get; init; }

    public ExclusionGroup? Group(string id)
    {
        foreach (var group in Groups)
        {
            if (string.Equals(group.Id, id, StringComparison.Ordinal))
            {
                return group;
            }
        }

        return null;
    }

    public QueueLimit? Queue(string queue)
    {
        foreach (var limit in Queues)
        {
            if (string.Equals(limit.Queue, queue, StringComparison.Ordinal))
            {
                return limit;
            }
        }

        return null;
    }
}
