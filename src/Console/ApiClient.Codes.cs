using System.Net.Http.Headers;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Codes;

namespace CxOrchestrator.Console;

/// <summary>Codes of offers.</summary>
internal sealed partial class ApiClient
{
    public Task<CodePoolsView> CodePoolsAsync() => GetAsync("v1/code-pools", ConsoleJson.Api.CodePoolsView);

    /// <summary>The same where only suggestions come of it; null where they cannot be had.</summary>
    public async Task<CodePoolsView?> KnownCodePoolsAsync()
    {
        try
        {
            return await CodePoolsAsync();
        }
        catch (ApiException)
        {
            return null;
        }
    }

    public Task<Page<CodeView>> CodesAsync(string pool, string? state, string? cursor) =>
        GetAsync(Query($"v1/code-pools/{Escape(pool)}/codes", ("state", state), ("cursor", cursor)), ConsoleJson.Api.PageCodeView);

    public Task<CodeView> CodeAsync(string code) => GetAsync($"v1/codes/{Escape(code)}", ConsoleJson.Api.CodeView);

    /// <param name="pool">Name.</param>
    /// <param name="lines">A code in each.</param>
    public Task<CodesAddedView> AddCodesAsync(string pool, IEnumerable<string> lines)
    {
        var content = new StringContent(string.Join('\n', lines));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        return SendAsync(HttpMethod.Post, $"v1/code-pools/{Escape(pool)}/codes", content, ConsoleJson.Api.CodesAddedView);
    }

    public Task<CodesWithdrawnView> WithdrawCodesAsync(string pool) =>
        SendAsync(HttpMethod.Delete, $"v1/code-pools/{Escape(pool)}/codes", null, ConsoleJson.Api.CodesWithdrawnView);
}
