using System.Net.Http.Headers;
using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Backtests;

namespace CxOrchestrator.Console;

/// <summary>Backtests and the files they run on.</summary>
internal sealed partial class ApiClient
{
    public Task<BacktestView> StartBacktestAsync(BacktestRequest request) =>
        SendAsync(HttpMethod.Post, "v1/backtests", JsonContent.Create(request, ConsoleJson.Api.BacktestRequest), ConsoleJson.Api.BacktestView);

    public Task<Page<BacktestView>> BacktestsAsync(string? document = null) => GetAsync(Query("v1/backtests", ("document", document)), ConsoleJson.Api.PageBacktestView);

    public Task<BacktestView> BacktestAsync(string id) => GetAsync($"v1/backtests/{Escape(id)}", ConsoleJson.Api.BacktestView);

    public Task<BacktestView> CancelBacktestAsync(string id) => SendAsync(HttpMethod.Post, $"v1/backtests/{Escape(id)}/cancel", null, ConsoleJson.Api.BacktestView);

    public Task<BacktestFileView> UploadAsync(string name, Stream file)
    {
        var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return SendAsync(HttpMethod.Post, Query("v1/backtest-files", ("name", name)), content, ConsoleJson.Api.BacktestFileView);
    }
}
