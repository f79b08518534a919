using System.Net;
using System.Net.Http.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Catalogue;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Api.Schedules;

namespace CxOrchestrator.Console;

/// <summary>Documents with their lives, and who acts.</summary>
internal sealed partial class ApiClient
{
    public Task<MeView> MeAsync() => GetAsync("v1/me", ConsoleJson.Api.MeView);

    public Task<MeView> SwitchAsync(string account) =>
        SendAsync(HttpMethod.Post, "v1/me/switch", JsonContent.Create(new SwitchRequest { Account = account }, ConsoleJson.Api.SwitchRequest), ConsoleJson.Api.MeView);

    public Task<MeView> SignOutAsync() => SendAsync(HttpMethod.Post, "v1/sign-out", null, ConsoleJson.Api.MeView);

    public Task<Page<DocumentSummary>> DocumentsAsync(string? kind = null) => GetAsync(Query("v1/documents", ("kind", kind)), ConsoleJson.Api.PageDocumentSummary);

    /// <summary>Null where there is nothing of it.</summary>
    public async Task<DocumentDetail?> DocumentLifeAsync(string kind, string id)
    {
        try
        {
            return await GetAsync(Life(kind, id), ConsoleJson.Api.DocumentDetail);
        }
        catch (ApiException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <param name="kind">The document's kind.</param>
    /// <param name="id">Its id.</param>
    /// <param name="text">Its text.</param>
    /// <param name="revision">Of the draft that it replaces; null begins one.</param>
    public Task<DocumentDetail> SaveDraftAsync(string kind, string id, string text, long? revision) => SendAsync(
        HttpMethod.Put, $"{Life(kind, id)}/draft", JsonContent.Create(new DraftText { Text = text }, ConsoleJson.Api.DraftText), ConsoleJson.Api.DocumentDetail, revision);

    public async Task DiscardDraftAsync(string kind, string id, long revision) => (await CheckedAsync(HttpMethod.Delete, $"{Life(kind, id)}/draft", null, revision)).Dispose();

    /// <summary>submit, approve, reject, publish of a draft; pause, resume, retire of what is published.</summary>
    public Task<DocumentDetail> StepAsync(string kind, string id, string step, long? revision = null, string? comment = null) => SendAsync(
        HttpMethod.Post,
        $"{Life(kind, id)}/{step}",
        comment is null ? null : JsonContent.Create(new DecisionComment { Comment = comment }, ConsoleJson.Api.DecisionComment),
        ConsoleJson.Api.DocumentDetail,
        revision);

    public Task<DocumentDetail> RollBackAsync(string kind, string id, int version) => SendAsync(
        HttpMethod.Post, $"{Life(kind, id)}/rollback", JsonContent.Create(new RollbackRequest { Version = version }, ConsoleJson.Api.RollbackRequest), ConsoleJson.Api.DocumentDetail);

    public Task<CheckResult> CheckAsync(string kind, string id, string text) => SendAsync(
        HttpMethod.Post, $"{Life(kind, id)}/check", JsonContent.Create(new DraftText { Text = text }, ConsoleJson.Api.DraftText), ConsoleJson.Api.CheckResult);

    public Task<DocumentComparison> CompareAsync(string kind, string id, string from, string to) =>
        GetAsync(Query($"{Life(kind, id)}/compare", ("from", from), ("to", to)), ConsoleJson.Api.DocumentComparison);

    public Task<VersionView> VersionAsync(string kind, string id, int version) => GetAsync($"{Life(kind, id)}/versions/{version}", ConsoleJson.Api.VersionView);

    /// <summary>Customers who wait in a policy, and what becomes of them under the text; null: once it is retired.</summary>
    public Task<WaitingView> WaitingAsync(string id, string? text) => SendAsync(
        HttpMethod.Post, $"{Life("policy", id)}/waiting", JsonContent.Create(new WaitingRequest { Text = text }, ConsoleJson.Api.WaitingRequest), ConsoleJson.Api.WaitingView);

    public Task<TryView> TryAsync(string customer, string kind, string id, string text) => SendAsync(
        HttpMethod.Post,
        $"v1/customers/{CustomerPath.Of(customer)}/try",
        JsonContent.Create(new TryRequest { Kind = kind, Id = id, Text = text }, ConsoleJson.Api.TryRequest),
        ConsoleJson.Api.TryView);

    /// <summary>Touchpoints that were really seen; null where the gateway keeps no catalogue.</summary>
    public async Task<CatalogueView?> CatalogueAsync()
    {
        try
        {
            return await GetAsync("v1/catalogue", ConsoleJson.Api.CatalogueView);
        }
        catch (ApiException)
        {
            // Only suggestions come of it: the forms do without.
            return null;
        }
    }

    /// <summary>The same where it is what somebody came for.</summary>
    public Task<CatalogueView> EventsAsync() => GetAsync("v1/catalogue", ConsoleJson.Api.CatalogueView);

    public Task<SchedulesView> SchedulesAsync(string policy) => GetAsync(Query("v1/schedules", ("policy", policy)), ConsoleJson.Api.SchedulesView);

    public Task<Page<PolicySendingView>> PolicySendingAsync() => GetAsync("v1/sending/policies", ConsoleJson.Api.PagePolicySendingView);

    /// <summary>The customers most at risk.</summary>
    public Task<Page<BoardRow>> AtRiskAsync(int limit) => GetAsync($"v1/at-risk?limit={limit}", ConsoleJson.Api.PageBoardRow);

    private static string Life(string kind, string id) => $"v1/documents/{Escape(kind)}/{Escape(id)}";
}
