using System.Globalization;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Operations;

/// <summary>The ledger, in words.</summary>
internal static class LedgerViews
{
    /// <summary>Null where every source has its own line.</summary>
    public static string? Notice(Ledger ledger) => ledger.NamedOfMore is { } named
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"More than {named:N0} sources have sent touchpoints. The first {named:N0} have a line each; the rest are counted as {LedgerSources.Other}. Raise {LedgerOptions.Section}:{nameof(LedgerOptions.SourcesMax)} to name more.")
        : null;
}
