using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Learning;

namespace CxOrchestrator.Console;

/// <summary>What recorded touchpoints say about what comes next.</summary>
internal sealed partial class ApiClient
{
    public Task<WarningSearchView> StartWarningSearchAsync(WarningSearchRequest request) =>
        SendAsync(HttpMethod.Post, "v1/warning-searches", JsonContent.Create(request, ConsoleJson.Api.WarningSearchRequest), ConsoleJson.Api.WarningSearchView);

    public Task<Page<WarningSearchView>> WarningSearchesAsync() => GetAsync("v1/warning-searches", ConsoleJson.Api.PageWarningSearchView);

    public Task<WarningSearchView> WarningSearchAsync(string id) => GetAsync($"v1/warning-searches/{Escape(id)}", ConsoleJson.Api.WarningSearchView);

    public Task<WarningSearchView> CancelWarningSearchAsync(string id) => SendAsync(HttpMethod.Post, $"v1/warning-searches/{Escape(id)}/cancel", null, ConsoleJson.Api.WarningSearchView);
}
