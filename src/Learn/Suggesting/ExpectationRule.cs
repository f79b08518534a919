using System.Collections.Immutable;
using System.Globalization;

namespace CxOrchestrator.Learn.Suggesting;

/// <summary>An expectation that warns where it is missed.</summary>
public sealed record ExpectationRule
{
    /// <summary>Type that arms it.</summary>
    public required string After { get; init; }

    /// <summary>Types that meet it, the one that is meant first.</summary>
    public required ImmutableArray<string> Expect { get; init; }

    /// <summary>Attribute with the time it is due; null with <see cref="WithinDays"/>.</summary>
    public string? By { get; init; }

    /// <summary>Percent of the time to <see cref="By"/>.</summary>
    public int Share { get; init; } = 100;

    /// <summary>Days after that.</summary>
    public int GraceDays { get; init; }

    /// <summary>Days after the arming touchpoint; 0 with <see cref="By"/>.</summary>
    public int WithinDays { get; init; }

    /// <summary>As people read it when it is missed.</summary>
    public string Name => By is null ? $"No {Expect[0]} {Days(WithinDays)} after {After}"
        : Share < 100 ? string.Create(CultureInfo.InvariantCulture, $"No {Expect[0]} at {Share} % of the time to {By}")
        : GraceDays > 0 ? $"No {Expect[0]} {Days(GraceDays)} after {By}" : $"No {Expect[0]} by {By}";

    /// <summary>The same wait with other constants.</summary>
    internal bool IsLike(ExpectationRule other) => After == other.After && Expect[0] == other.Expect[0] && By == other.By;

    internal static string Days(int days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
