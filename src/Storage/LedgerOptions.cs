using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Storage;

/// <summary>How far the ledger tells sources apart. Set them alike in all processes.</summary>
public sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>
    /// Most sources that the ledger names, the first to come; further ones are counted together as <see cref="LedgerSources.Other"/>. A source that fell
    /// silent keeps its name. Raised, it counts as soon as nothing that is counted as other waits. Default: 200. Bound: 1 to 10,000.
    /// </summary>
    [Range(1, 10_000)]
    public int SourcesMax { get; set; } = 200;
}

[OptionsValidator]
internal sealed partial class LedgerOptionsValidator : IValidateOptions<LedgerOptions>;
