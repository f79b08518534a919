namespace CxOrchestrator.Gateway.Exports;

/// <summary>Which times are exported.</summary>
/// <param name="From">At this time or later; null: from the first.</param>
/// <param name="Until">Before this time; null: up to the last.</param>
internal readonly record struct ExportPeriod(DateTimeOffset? From, DateTimeOffset? Until)
{
    public bool Has(DateTimeOffset at) => !(at < From) && !(at >= Until);
}
