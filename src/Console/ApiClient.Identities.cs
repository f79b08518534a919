using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Identities;

namespace CxOrchestrator.Console;

/// <summary>Identities of customers, and customers who may be one.</summary>
internal sealed partial class ApiClient
{
    public Task<Page<IdentityView>> IdentitiesAsync(string customer) =>
        GetAsync($"v1/customers/{CustomerPath.Of(customer)}/identities", ConsoleJson.Api.PageIdentityView);

    /// <param name="state">Null: every state.</param>
    /// <param name="customer">Null: of every customer.</param>
    /// <param name="shared">Null: whether or not the identity is shared by now.</param>
    /// <param name="cursor">Of the page before.</param>
    public Task<Page<LinkView>> LinksAsync(string? state, string? customer = null, bool? shared = null, string? cursor = null) => GetAsync(
        Query("v1/links", ("state", state), ("customer", customer), ("shared", shared is { } only ? (only ? "true" : "false") : null), ("cursor", cursor), ("limit", "100")),
        ConsoleJson.Api.PageLinkView);

    public Task<LinkView> DismissLinkAsync(long number) => SendAsync(HttpMethod.Post, $"v1/links/{number}/dismiss", null, ConsoleJson.Api.LinkView);
}
