namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>A way in for touchpoints.</summary>
internal interface IWay
{
    /// <summary>True where all were acknowledged; false where it is not known what became of them.</summary>
    Task<bool> SendAsync(IReadOnlyList<Line> lines);
}
