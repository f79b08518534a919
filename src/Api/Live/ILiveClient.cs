using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Api.Live;

/// <summary>
/// What the hub at <see cref="LiveHub.Path"/> calls on a connection. Changes are batched (at most one call each 100 ms) and conflated
/// (of several versions of a row only the last). A slow connection loses intermediate versions, never the last.
/// </summary>
public interface ILiveClient
{
    /// <summary>Rows of the watched board that came, changed or went.</summary>
    Task BoardChanged(BoardChanges changes);

    /// <summary>The watched customer changed.</summary>
    Task CustomerChanged(CustomerChanges changes);

    /// <summary>Changes were dropped for this connection: watch again, which sends all.</summary>
    Task Resync(ResyncNotice notice);

    /// <summary>About once a second while connected: the clocks and the top line. Three missing in a row: what is shown is stale.</summary>
    Task Pulse(LivePulse pulse);
}

/// <summary>What a connection can call on the hub.</summary>
public interface ILiveHub
{
    /// <summary>Watches the board by a filter, in place of the one watched before. Changes after the snapshot follow as <see cref="ILiveClient.BoardChanged"/>.</summary>
    Task<BoardSnapshot> WatchBoard(BoardFilter filter);

    Task UnwatchBoard();

    /// <summary>Watches one customer, in place of the one watched before; null for a customer never seen (its first touchpoint will still be reported).</summary>
    Task<CustomerView?> WatchCustomer(string customer);

    Task UnwatchCustomer();
}

/// <summary>Names of the hub.</summary>
public static class LiveHub
{
    public const string Path = "/hubs/live";
}

public sealed record BoardSnapshot
{
    /// <summary>In the filter's order.</summary>
    public required IReadOnlyList<BoardRow> Rows { get; init; }

    public required BoardTotals Totals { get; init; }

    public required BoardFacets Facets { get; init; }

    /// <summary>Number of the last change that the snapshot holds.</summary>
    public required long Number { get; init; }

    public required LivePulse Pulse { get; init; }
}

public sealed record BoardChanges
{
    /// <summary>Grows by one with each call for this watch; a gap means resync.</summary>
    public required long Number { get; init; }

    /// <summary>Came or changed, whole rows.</summary>
    public required IReadOnlyList<BoardRow> Rows { get; init; }

    /// <summary>Customers whose rows went.</summary>
    public required IReadOnlyList<string> Gone { get; init; }

    public BoardTotals? Totals { get; init; }

    public BoardFacets? Facets { get; init; }
}

public sealed record CustomerChanges
{
    public required string Customer { get; init; }

    public CustomerView? View { get; init; }

    /// <summary>New since the last call, oldest first.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>New or changed.</summary>
    public required IReadOnlyList<ActionView> Actions { get; init; }

    public required IReadOnlyList<DecisionView> Decisions { get; init; }

    public required IReadOnlyList<CaseView> Cases { get; init; }

    /// <summary>The customer was erased: nothing about it may be shown any more.</summary>
    public bool Erased { get; init; }

    /// <summary>The customer was merged into that one, which is to be shown instead; null: it was not.</summary>
    public string? MergedInto { get; init; }
}

public sealed record ResyncNotice
{
    /// <summary>board, customer.</summary>
    public required string What { get; init; }

    public required string Reason { get; init; }
}

public sealed record LivePulse
{
    /// <summary>The journey's clock now; "14 minutes ago" counts from here.</summary>
    public required DateTimeOffset JourneyNow { get; init; }

    /// <summary>How many journey seconds pass in a real one; 1 but for the demo.</summary>
    public required double JourneySpeed { get; init; }

    public required BoardTotals Totals { get; init; }
}
