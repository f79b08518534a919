using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Api.Merges;

/// <summary>One of the customers of a preview.</summary>
public sealed record MergeSideView
{
    public required CustomerView View { get; init; }

    /// <summary>Cases that are not completed; 100: that many or more.</summary>
    public required int OpenCases { get; init; }

    /// <summary>Actions that were decided and not sent yet; 100: that many or more.</summary>
    public required int WaitingActions { get; init; }

    /// <summary>Until when the customer is suppressed by hand; null: it is not.</summary>
    public DateTimeOffset? SuppressedUntil { get; init; }
}
