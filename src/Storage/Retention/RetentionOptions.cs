using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage.Retention;

/// <summary>How long what grows is kept. Customers' states are kept until they are erased.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Retention";

    private const string Century = "36525.00:00:00";

    /// <summary>
    /// Timelines and decisions after their receipt, by the journey's clock. A touchpoint repeated after that is no longer known by it. A cluster
    /// removes whole months. Default: 400 days. Bound: 31 days to 100 years.
    /// </summary>
    [Range(typeof(TimeSpan), "31.00:00:00", Century)]
    public TimeSpan History { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Actions that were delivered, refused or given up, by the journey's clock. Default: 400 days. Bound: 1 day to 100 years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", Century)]
    public TimeSpan Actions { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Cases after their completion, by the journey's clock. Default: 730 days. Bound: 1 day to 100 years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", Century)]
    public TimeSpan Cases { get; set; } = TimeSpan.FromDays(730);

    /// <summary>Dead letters that nobody replayed, by the journey's clock. Default: 400 days. Bound: 1 day to 100 years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", Century)]
    public TimeSpan DeadLetters { get; set; } = TimeSpan.FromDays(400);

    /// <summary>Dead letters after their replay, by the journey's clock. Default: 30 days. Bound: 1 day to 100 years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", Century)]
    public TimeSpan ReplayedLetters { get; set; } = TimeSpan.FromDays(30);

    /// <summary>The log of consent after the receipt of what it says, by the journey's clock. Default: 3,650 days. Bound: 31 days to 100 years.</summary>
    [Range(typeof(TimeSpan), "31.00:00:00", Century)]
    public TimeSpan Consents { get; set; } = TimeSpan.FromDays(3_650);

    /// <summary>Offer codes that were redeemed, or given and never redeemed, by the journey's clock. Default: 1,095 days. Bound: 1 day to 100 years.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", Century)]
    public TimeSpan Codes { get; set; } = TimeSpan.FromDays(1_095);

    /// <summary>Entries of the audit trail, by the system's clock. The store refuses to remove younger ones. Default: 1,095 days. Bound: 90 days to 100 years.</summary>
    [Range(typeof(TimeSpan), "90.00:00:00", Century)]
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(1_095);

    /// <summary>
    /// Versions kept of each document beside the one that is published. Sets of documents are kept as long as the timelines that were made under
    /// them. Default: 200. Bound: 1 to 10,000.
    /// </summary>
    [Range(1, 10_000)]
    public int DocumentVersions { get; set; } = 200;

    /// <summary>How often what is past its time is removed, by the system's clock. Default: 1 hour. Bound: 1 second to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Most rows looked at, and removed, in one transaction. Default: 1,000. Bound: 1 to 100,000.</summary>
    [Range(1, 100_000)]
    public int RowsMax { get; set; } = 1_000;
}

[OptionsValidator]
public sealed partial class RetentionOptionsValidator : IValidateOptions<RetentionOptions>;
