namespace CxOrchestrator.Rules.Guardrails;

/// <summary>How many callbacks a queue takes, and where replies to its messages go. Hours and days are those of UTC's clock; callbacks admitted count, whatever became of them.</summary>
public sealed record QueueLimit
{
    /// <summary>Most callbacks of any bound.</summary>
    public const int CallbacksMax = 1_000_000;

    public required string Queue { get; init; }

    /// <summary>Most callbacks admitted in an hour of the clock; null: no bound.</summary>
    public int? PerHour { get; init; }

    /// <summary>Most callbacks admitted in a day; null: no bound.</summary>
    public int? PerDay { get; init; }

    /// <summary>Most cases open at once, with the callbacks admitted that are still on their way to become one; null: no bound.</summary>
    public int? OpenMax { get; init; }

    /// <summary>E-mail address of the queue's people, for replies to messages that name the queue; null: it has none.</summary>
    public string? ReplyTo { get; init; }
}
