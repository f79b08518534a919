using CxOrchestrator.Api.Board;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Gateway.Board;

/// <summary>The open case of a customer.</summary>
internal sealed record OpenCase(string Id, string Status, string? ClaimedBy);

/// <summary>A customer on the board. Changed only under the board's lock.</summary>
internal sealed class BoardEntry
{
    /// <summary>Without what only deciding needs.</summary>
    public required CustomerState State { get; set; }

    /// <summary>When the customer came on the board, by the journey's clock.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    public DoingView? Doing { get; set; }

    public OpenCase? Case { get; set; }

    /// <summary>The case closed last, so that an older reading does not open it again.</summary>
    public string? ClosedCase { get; set; }

    /// <summary>What screens show; null before it was first made.</summary>
    public BoardRow? Row { get; set; }

    /// <summary>The row is older than what it is made of.</summary>
    public bool Stale { get; set; } = true;

    /// <summary>Its actions and cases from before it came on the board were read.</summary>
    public bool Complete { get; set; }
}
