using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Api.Operations;

namespace CxOrchestrator.Console;

/// <summary>The gateway said no; the message is for people.</summary>
internal sealed class ApiException(string message, int status, string? type = null, string? cure = null) : Exception(message)
{
    /// <summary>What went wrong, as <c>urn:cx:problem:...</c>; null where the answer does not say.</summary>
    public string? Type { get; } = type;

    /// <summary>What to do.</summary>
    public string? Cure { get; } = cure;

    /// <summary>HTTP status; 0 where no answer came.</summary>
    public int Status { get; } = status;
}

/// <summary>The public API as the console uses it. Failures are <see cref="ApiException"/>.</summary>
internal sealed partial class ApiClient(HttpClient http)
{
    /// <summary><see cref="SignedOut"/> changed.</summary>
    public event Action? SignedOutChanged;

    /// <summary>The gateway requires sign-in, and the session has ended.</summary>
    public bool SignedOut { get; private set; }

    /// <param name="customer">Whose page it is.</param>
    /// <param name="before">Only entries before this sequence; null: from the newest on.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="of">The history of this customer, who was merged into the other; null: that one's own.</param>
    public Task<Page<TimelineEntry>> TimelineAsync(string customer, long? before, int limit, string? of = null) =>
        GetAsync(Query($"v1/customers/{CustomerPath.Of(customer)}/timeline", ("limit", $"{limit}"), ("before", before is { } b ? $"{b}" : null), ("of", of)), ConsoleJson.Api.PageTimelineEntry);

    public Task<Page<DecisionView>> DecisionsAsync(string customer) =>
        GetAsync($"v1/customers/{CustomerPath.Of(customer)}/decisions?limit=100", ConsoleJson.Api.PageDecisionView);

    public Task<WhyView> WhyAsync(string customer, string policy) =>
        GetAsync($"v1/customers/{CustomerPath.Of(customer)}/why?policy={Escape(policy)}", ConsoleJson.Api.WhyView);

    public Task<Page<ActionView>> ActionsAsync(string? customer = null, string? policy = null, string? status = null, string? cursor = null, int limit = 100, bool tests = false) =>
        GetAsync(Query("v1/actions", ("customer", customer), ("policy", policy), ("status", status), ("tests", tests ? "true" : null), ("cursor", cursor), ("limit", $"{limit}")), ConsoleJson.Api.PageActionView);

    public Task<Page<CaseView>> CasesAsync(string? status = null, string? queue = null, string? customer = null, string? claimedBy = null, string? cursor = null) =>
        GetAsync(Query("v1/cases", ("status", status), ("queue", queue), ("customer", customer), ("claimedBy", claimedBy), ("cursor", cursor), ("limit", "100")), ConsoleJson.Api.PageCaseView);

    public Task<CaseView> ClaimAsync(string id, string by) => PostCaseAsync(id, "claim", by);

    public Task<CaseView> ReleaseAsync(string id, string by) => PostCaseAsync(id, "release", by);

    public Task<CaseView> ReopenAsync(string id, string by) => PostCaseAsync(id, "reopen", by);

    public Task<CaseView> CompleteAsync(string id, CaseCompletion completion) =>
        SendAsync(HttpMethod.Post, $"v1/cases/{Escape(id)}/complete", JsonContent.Create(completion, ConsoleJson.Api.CaseCompletion), ConsoleJson.Api.CaseView);

    public Task<Page<SearchHit>> SearchAsync(string text) => GetAsync($"v1/search?q={Escape(text)}&limit=12", ConsoleJson.Api.PageSearchHit);

    public Task<LedgerView> LedgerAsync() => GetAsync("v1/ledger", ConsoleJson.Api.LedgerView);

    public Task<ClockView> ClockAsync() => GetAsync("v1/clock", ConsoleJson.Api.ClockView);

    public Task<StatusView> StatusAsync() => GetAsync("v1/status", ConsoleJson.Api.StatusView);

    public async Task<HealthView> ReadyAsync()
    {
        using var answer = await AnswerAsync(new HttpRequestMessage(HttpMethod.Get, "health/ready"));
        return await answer.Content.ReadFromJsonAsync(ConsoleJson.Api.HealthView) ?? throw new ApiException("Health gave no answer.", (int)answer.StatusCode);
    }

    public Task<DefinitionsView> DefinitionsAsync() => GetAsync("v1/definitions", ConsoleJson.Api.DefinitionsView);

    public Task<DocumentView> DocumentAsync(string kind, string id) => GetAsync($"v1/definitions/{Escape(kind)}/{Escape(id)}", ConsoleJson.Api.DocumentView);

    public Task<Page<DeadLetterView>> DeadLettersAsync(string? cursor = null) =>
        GetAsync(Query("v1/dead-letters", ("cursor", cursor), ("limit", "50")), ConsoleJson.Api.PageDeadLetterView);

    public Task<DeadLetterView> DeadLetterAsync(long id) => GetAsync($"v1/dead-letters/{id}", ConsoleJson.Api.DeadLetterView);

    public Task ReplayAsync(long id, string? corrected) => SendAsync(
        HttpMethod.Post, $"v1/dead-letters/{id}/replay", corrected is null ? null : new StringContent(corrected, Encoding.UTF8, "application/json"));

    public Task RetryAsync(string action) => SendAsync(HttpMethod.Post, $"v1/actions/{Escape(action)}/retry", null);

    public Task<SendingView> SendingAsync() => GetAsync("v1/sending", ConsoleJson.Api.SendingView);

    public Task<SendingView> SendingAsync(bool stopped, string by) =>
        SendAsync(HttpMethod.Put, "v1/sending", JsonContent.Create(new SendingRequest(stopped, by), ConsoleJson.Default.SendingRequest), ConsoleJson.Api.SendingView);

    /// <summary>Webhook addresses that answered 410 Gone.</summary>
    public Task<Page<DisabledEndpointView>> DisabledEndpointsAsync() => GetAsync("v1/webhooks/endpoints", ConsoleJson.Api.PageDisabledEndpointView);

    public Task EnableEndpointAsync(string url, string by) => SendAsync(
        HttpMethod.Post, "v1/webhooks/endpoints/enable", JsonContent.Create(new EndpointEnabling { Url = url, By = by }, ConsoleJson.Api.EndpointEnabling));

    private Task<CaseView> PostCaseAsync(string id, string verb, string by) =>
        SendAsync(HttpMethod.Post, $"v1/cases/{Escape(id)}/{verb}", JsonContent.Create(new CaseClaim { By = by }, ConsoleJson.Api.CaseClaim), ConsoleJson.Api.CaseView);

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type) => SendAsync(HttpMethod.Get, path, null, type);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, long? revision = null)
    {
        using var answer = await CheckedAsync(method, path, content, revision);
        return await answer.Content.ReadFromJsonAsync(type) ?? throw new ApiException($"{path} gave an empty answer.", (int)answer.StatusCode);
    }

    private async Task SendAsync(HttpMethod method, string path, HttpContent? content) => (await CheckedAsync(method, path, content)).Dispose();

    private async Task<HttpResponseMessage> CheckedAsync(HttpMethod method, string path, HttpContent? content, long? revision = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (revision is { } seen)
        {
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{seen}\"");
        }

        var answer = await AnswerAsync(request);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await WhyAsync(answer);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        using (request)
        {
            try
            {
                var answer = await http.SendAsync(request);
                Note(answer);
                return answer;
            }
            catch (HttpRequestException)
            {
                throw new ApiException("The gateway does not answer. It is tried again as soon as the connection is back.", 0);
            }
        }
    }

    // Who nobody is may be asked without a session: such an answer does not say that there is one.
    private void Note(HttpResponseMessage answer)
    {
        // Who gives a wrong password or code to change either is signed in all the same.
        var refused = answer.RequestMessage?.RequestUri?.AbsolutePath is { } path && (path == "/v1/me/password" || path.StartsWith("/v1/me/second-factor", StringComparison.Ordinal));
        var signedOut = (answer.StatusCode == HttpStatusCode.Unauthorized && !refused) || (SignedOut && !answer.IsSuccessStatusCode);
        if (signedOut != SignedOut && (signedOut || answer.RequestMessage?.RequestUri?.AbsolutePath is not ("/v1/me" or "/health/ready")))
        {
            SignedOut = signedOut;
            SignedOutChanged?.Invoke();
        }
    }

    private static async Task<ApiException> WhyAsync(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync(ConsoleJson.Default.Problem);
            return new ApiException(problem?.Detail ?? problem?.Title ?? $"The gateway answered {status}.", status, problem?.Type, problem?.Cure);
        }
        catch (JsonException)
        {
            return new ApiException($"The gateway answered {status}.", status);
        }
    }

    private static string Query(string path, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var query = new StringBuilder(path);
        var sign = '?';
        foreach (var (name, value) in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Append(sign).Append(name).Append('=').Append(Escape(value));
                sign = '&';
            }
        }

        return query.ToString();
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
