using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Privacy;

namespace CxOrchestrator.Console;

/// <summary>Consent, and erasing customers.</summary>
internal sealed partial class ApiClient
{
    public Task<Page<ConsentView>> ConsentsAsync(string customer, string? cursor = null) =>
        GetAsync(Query($"v1/customers/{CustomerPath.Of(customer)}/consents", ("cursor", cursor), ("limit", "100")), ConsoleJson.Api.PageConsentView);

    public Task<ErasureView> EraseAsync(string customer) =>
        SendAsync(HttpMethod.Post, $"v1/customers/{CustomerPath.Of(customer)}/erasure", null, ConsoleJson.Api.ErasureView);

    public Task<ErasureView> ReadmitAsync(string customer) =>
        SendAsync(HttpMethod.Delete, $"v1/customers/{CustomerPath.Of(customer)}/erasure", null, ConsoleJson.Api.ErasureView);

    public Task<Page<ErasureView>> ErasuresAsync(string? cursor = null) => GetAsync(Query("v1/erasures", ("cursor", cursor), ("limit", "100")), ConsoleJson.Api.PageErasureView);
}
