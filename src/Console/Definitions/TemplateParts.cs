using Microsoft.AspNetCore.Components.WebAssembly.Services;

namespace CxOrchestrator.Console.Definitions;

/// <summary>
/// What reads templates, a tenth of the console: it is loaded with the first page on which documents are read, so that the board and the pages beside
/// it open sooner.
/// </summary>
internal sealed class TemplateParts(LazyAssemblyLoader loader)
{
    private static readonly string[] Assemblies = ["Fluid.wasm", "Parlot.wasm", "TimeZoneConverter.wasm", "Microsoft.CSharp.wasm", "System.Linq.Expressions.wasm"];

    // A page that is not here may read documents: what is forgotten costs a moment, and never fails.
    private static readonly HashSet<string> WithoutDocuments = new(StringComparer.Ordinal)
    {
        "", "accounts", "actions", "board", "cases", "codes", "customers", "duplicates", "erasures", "images", "keys", "ledger", "mailbox", "status",
    };

    private Task? _loading;

    /// <summary>Makes sure of them before a page is shown.</summary>
    /// <param name="path">Of the page, below the console's root.</param>
    public async Task BeforeAsync(string path)
    {
        if (WithoutDocuments.Contains(path.TrimStart('/').Split('/', '?', '#')[0]))
        {
            return;
        }

        try
        {
            await (_loading ??= LoadAsync());
        }
        catch
        {
            // The next page asks again.
            _loading = null;
            throw;
        }
    }

    private async Task LoadAsync() => await loader.LoadAssembliesAsync(Assemblies);
}
