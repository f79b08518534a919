using System.Net.Http.Json;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.TestSends;

namespace CxOrchestrator.Console;

/// <summary>Drafts to test recipients.</summary>
internal sealed partial class ApiClient
{
    public Task<TestRecipientsView> TestRecipientsAsync() => GetAsync("v1/test-recipients", ConsoleJson.Api.TestRecipientsView);

    public Task<TestRecipientView> MarkRecipientAsync(string customer, bool mine) => SendAsync(
        HttpMethod.Put, $"v1/test-recipients/{CustomerPath.Of(customer)}", JsonContent.Create(new MarkRecipient { Mine = mine }, ConsoleJson.Api.MarkRecipient), ConsoleJson.Api.TestRecipientView);

    public Task<TestRecipientView> ConfirmRecipientAsync(string customer) => SendAsync(
        HttpMethod.Post, $"v1/test-recipients/{CustomerPath.Of(customer)}/confirm", null, ConsoleJson.Api.TestRecipientView);

    public Task<TestRecipientView> AddTestCustomerAsync(NewTestCustomer customer) => SendAsync(
        HttpMethod.Post, "v1/test-customers", JsonContent.Create(customer, ConsoleJson.Api.NewTestCustomer), ConsoleJson.Api.TestRecipientView);

    public Task UnmarkRecipientAsync(string customer) => SendAsync(HttpMethod.Delete, $"v1/test-recipients/{CustomerPath.Of(customer)}", null);

    public Task<TestSendView> SendTestAsync(string policy, string text, IReadOnlyList<string> customers) => SendAsync(
        HttpMethod.Post,
        "v1/test-sends",
        JsonContent.Create(new TestSendRequest { Id = policy, Text = text, Customers = customers }, ConsoleJson.Api.TestSendRequest),
        ConsoleJson.Api.TestSendView);
}
