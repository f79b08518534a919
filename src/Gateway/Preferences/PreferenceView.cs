using System.Collections.Immutable;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>What the preference centre shows.</summary>
internal sealed record PreferenceView
{
    public required PreferenceTexts Texts { get; init; }

    public required string Company { get; init; }

    /// <summary>Masked; null: none is known.</summary>
    public string? Address { get; init; }

    public required CustomerChoices Choices { get; init; }

    /// <summary>Of the page.</summary>
    public required string Number { get; init; }

    /// <summary>In the customer's time zone; null: nothing is paused.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>The customer began the pause, and may end it.</summary>
    public bool MayResume { get; init; }

    /// <summary>What came of the last click.</summary>
    public string? Notice { get; init; }

    public ImmutableArray<string> Changes { get; init; } = [];
}
