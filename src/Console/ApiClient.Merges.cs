using System.Net.Http.Json;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Merges;

namespace CxOrchestrator.Console;

/// <summary>Merging customers, and undoing it.</summary>
internal sealed partial class ApiClient
{
    public Task<CustomerView> CustomerAsync(string customer) => GetAsync($"v1/customers/{CustomerPath.Of(customer)}", ConsoleJson.Api.CustomerView);

    public Task<MergePreviewView> PreviewMergeAsync(string customer, string with) =>
        GetAsync(Query($"v1/customers/{CustomerPath.Of(customer)}/merge", ("with", with)), ConsoleJson.Api.MergePreviewView);

    public Task<MergeView> MergeAsync(string customer, MergeRequest request) => SendAsync(
        HttpMethod.Post, $"v1/customers/{CustomerPath.Of(customer)}/merge", JsonContent.Create(request, ConsoleJson.Api.MergeRequest), ConsoleJson.Api.MergeView);

    public Task<MergeView> UndoMergeAsync(long number) => SendAsync(HttpMethod.Post, $"v1/merges/{number}/undo", null, ConsoleJson.Api.MergeView);
}
