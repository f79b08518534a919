using CxOrchestrator.Api;
using CxOrchestrator.Api.Mailbox;

namespace CxOrchestrator.Console;

/// <summary>The gateway's mailbox.</summary>
internal sealed partial class ApiClient
{
    /// <summary>Newest first; a part of the sender, a recipient, the subject or the text finds a message.</summary>
    public Task<Page<MailSummary>> MailAsync(string? text, string? cursor, int limit) =>
        GetAsync(Query("v1/mailbox", ("text", text), ("cursor", cursor), ("limit", $"{limit}")), ConsoleJson.Api.PageMailSummary);

    public Task<MailView> MailAsync(long id) => GetAsync($"v1/mailbox/{id}", ConsoleJson.Api.MailView);

    /// <summary>Its bytes as text.</summary>
    public async Task<string> MailSourceAsync(long id)
    {
        using var answer = await CheckedAsync(HttpMethod.Get, $"v1/mailbox/{id}/source", null);
        return await answer.Content.ReadAsStringAsync();
    }

    public Task<MailboxEmptiedView> EmptyMailboxAsync() => SendAsync(HttpMethod.Delete, "v1/mailbox", null, ConsoleJson.Api.MailboxEmptiedView);
}
