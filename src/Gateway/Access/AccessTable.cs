using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Forms;
using CxOrchestrator.Gateway.Sources;
using Microsoft.AspNetCore.Authorization;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Every endpoint and every method of the hub, and who may call it. It is what is enforced, and docs/access.md shows it. An endpoint that is not
/// in it is for administrators only.
/// </summary>
internal static class AccessTable
{
    public const string Anyone = "anyone";
    public const string Key = "a key with the scope touchpoints";
    public const string OrKey = "or with a key with the scope touchpoints";
    public const string SourceKey = "the key of a source";
    public const string AssistantKey = "a key with the scope assistant";
    public const string InAppToken = "a signed in-app token";

    private static readonly ImmutableArray<string> All = Roles.All;
    private static readonly ImmutableArray<string> Administer = [Roles.Administrator];
    private static readonly ImmutableArray<string> Run = [Roles.Operator, Roles.Administrator];
    private static readonly ImmutableArray<string> Serve = [Roles.Operator, Roles.Supervisor, Roles.Administrator];
    private static readonly ImmutableArray<string> Merge = [Roles.Supervisor, Roles.Administrator];
    private static readonly ImmutableArray<string> Write = [Roles.Marketer];
    private static readonly ImmutableArray<string> Tidy = [Roles.Marketer, Roles.Administrator];
    private static readonly ImmutableArray<string> Approve = [Roles.Approver];
    private static readonly ImmutableArray<string> Publish = [Roles.Marketer, Roles.Approver];
    private static readonly ImmutableArray<string> Confirm = [Roles.Marketer, Roles.Approver, Roles.Administrator];
    private static readonly ImmutableArray<string> Pause = [Roles.Marketer, Roles.Approver, Roles.Operator, Roles.Supervisor];
    private static readonly ImmutableArray<string> Resume = [Roles.Operator, Roles.Approver, Roles.Administrator];

    public static ImmutableArray<AccessRule> Rules { get; } =
    [
        // Who acts.
        Open("GET", "/health/live"), Open("GET", "/health/ready"),
        Open("GET", "/v1/me"), Open("POST", "/v1/me/switch"), Open("POST", "/v1/sign-in"), Open("POST", "/v1/sign-out"),
        Open("GET", "/sign-in"), Open("POST", "/sign-in"), Open("GET", "/sign-in/first"), Open("POST", "/sign-in/first"),
        Open("GET", "/sign-in/provider"), Open("GET", "/sign-in/provider/callback"), Open("GET", "/sign-out"), Open("POST", "/sign-out"),
        new("POST", "/v1/me/password", All),
        new("POST", "/v1/me/second-factor", All), new("POST", "/v1/me/second-factor/confirm", All), new("POST", "/v1/me/second-factor/disable", All),
        new("POST", "/v1/me/second-factor/recovery-codes", All),
        new("POST", "/v1/touchpoints", [], Key),

        // Customers themselves, by the signed address in a message.
        Open("GET", "/l/{token}"), Open("GET", "/o/{token}.gif"), Open("GET", "/u/{token}"), Open("POST", "/u/{token}"), Open("GET", "/p/{token}"), Open("POST", "/p/{token}"),
        Open("GET", "/f/{token}"), Open("POST", "/f/{token}"), Open("GET", "/f/embed.js"),

        // The images of their messages.
        Open("GET", "/i/{file}"),

        // Customers.
        new("GET", "/v1/customers/{customer}", All), new("GET", "/v1/customers/{customer}/timeline", All), new("GET", "/v1/customers/{customer}/decisions", All),
        new("GET", "/v1/customers/{customer}/why", All), new("POST", "/v1/customers/{customer}/try", All),
        new("GET", "/v1/customers/{customer}/suppression", All), new("PUT", "/v1/customers/{customer}/suppression", Serve),
        new("GET", "/v1/customers/{customer}/identities", All), new("GET", "/v1/links", All), new("GET", "/v1/links/{id:long}", All), new("POST", "/v1/links/{id:long}/dismiss", Serve),
        new("GET", "/v1/customers/{customer}/consents", All), new("GET", "/v1/customers/{customer}/export", Administer),
        new("GET", "/v1/customers/{customer}/erasure", Administer), new("POST", "/v1/customers/{customer}/erasure", Administer),
        new("GET", "/v1/exports/touchpoints", Administer), new("GET", "/v1/exports/decisions", Administer), new("GET", "/v1/exports/metrics", Administer),
        new("DELETE", "/v1/customers/{customer}/erasure", Administer), new("GET", "/v1/erasures", Administer), new("GET", "/v1/erasures/{number:long}", Administer),
        new("GET", "/v1/customers/{customer}/merge", Merge), new("POST", "/v1/customers/{customer}/merge", Merge),
        new("GET", "/v1/merges", Merge), new("POST", "/v1/merges/{number:long}/undo", Merge),
        new("GET", "/v1/at-risk", All), new("GET", "/v1/search", All),

        // Cases.
        new("GET", "/v1/cases", All), new("GET", "/v1/cases/{id}", All), new("POST", "/v1/cases/{id}/claim", Serve), new("POST", "/v1/cases/{id}/release", Serve),
        new("POST", "/v1/cases/{id}/complete", Serve), new("POST", "/v1/cases/{id}/reopen", Serve),

        // What is sent.
        new("GET", "/v1/actions", All), new("GET", "/v1/actions/{id}", All), new("POST", "/v1/actions/{id}/retry", Run),
        new("GET", "/v1/actions/{id}/message", All),
        new("GET", "/v1/connections", All), new("GET", "/v1/connections/{id}", All), new("GET", "/v1/connections/{id}/deliveries", All), new("GET", "/v1/connection-providers", All),
        new("POST", "/v1/providers/try", Write),
        new("PUT", "/v1/connections/{id}/secrets/{name}", Administer), new("DELETE", "/v1/connections/{id}/secrets/{name}", Administer),
        new("POST", "/v1/connections/{id}/test", Run), Open("GET", "/v1/connections/{id}/reports"), Open("POST", "/v1/connections/{id}/reports"), new("PUT", "/v1/connections/{id}/paused", Run),
        new("GET", "/v1/sources", All), new("GET", "/v1/sources/{id}", All), new("GET", "/v1/source-kinds", All),
        new("GET", "/v1/sources/{id}/deliveries", All), new("GET", "/v1/sources/{id}/deliveries/{number:long}", All),
        new("PUT", "/v1/sources/{id}/secrets/{name}", Administer), new("DELETE", "/v1/sources/{id}/secrets/{name}", Administer), new("POST", "/v1/sources/try", Tidy),
        new("GET", "/v1/sources/{id}/dead-letters", All), new("GET", "/v1/sources/{id}/dead-letters/{number:long}", All),
        new("POST", "/v1/sources/{id}/dead-letters/retry", Tidy), new("POST", "/v1/sources/{id}/dead-letters/{number:long}/retry", Tidy),
        new("POST", "/v1/sources/{id}/dead-letters/{number:long}/map", Tidy), new("DELETE", "/v1/sources/{id}/dead-letters/{number:long}", Tidy),
        new("GET", "/v1/sources/{id}/files", All), new("GET", "/v1/sources/{id}/files/{file}", All), new("POST", "/v1/sources/{id}/files", Tidy),
        new("POST", "/v1/sources/{id}/files/preview", Tidy), new("POST", "/v1/sources/{id}/files/{file}/cancel", Tidy),
        Open("GET", SourceEndpoints.Path), Open("POST", SourceEndpoints.Path), .. SourceEndpoints.Paths.Select(p => new AccessRule(p.Method, p.Path, [], SourceKey)),
        new("GET", "/v1/sending", All), new("PUT", "/v1/sending", All, When: Stop), new("PUT", "/v1/sending", Resume, When: Go),
        new("GET", "/v1/sending/policies", All), new("PUT", "/v1/sending/policies/{policy}", All, When: Stop),
        new("PUT", "/v1/sending/policies/{policy}", [Roles.Marketer, .. Resume], When: Go),
        new("GET", "/v1/dead-letters", Run), new("GET", "/v1/dead-letters/{id:long}", Run), new("GET", "/v1/dead-letters/{id:long}/body", Run),
        new("POST", "/v1/dead-letters/{id:long}/replay", Run),
        new("GET", "/v1/webhooks/endpoints", Run), new("POST", "/v1/webhooks/endpoints/enable", Run),
        new("GET", "/v1/code-pools", All), new("GET", "/v1/code-pools/{pool}", All), new("GET", "/v1/code-pools/{pool}/codes", Write),
        new("POST", "/v1/code-pools/{pool}/codes", Write), new("DELETE", "/v1/code-pools/{pool}/codes", Write), new("GET", "/v1/codes/{code}", All),
        new("GET", "/v1/images", All), new("POST", "/v1/images", Write), new("GET", "/v1/images/{id}", All), new("DELETE", "/v1/images/{id}", Write),
        new("POST", FormLinkEndpoints.Path, Serve.Union(Write).ToImmutableArray(), When: OrKey), new("POST", "/v1/forms/preview", All),
        new("GET", "/v1/test-recipients", All), new("PUT", "/v1/test-recipients/{customer}", Write), new("DELETE", "/v1/test-recipients/{customer}", Write),
        new("POST", "/v1/test-recipients/{customer}/confirm", Confirm), new("POST", "/v1/test-customers", Write), new("POST", "/v1/test-sends", Write),
        new("GET", "/v1/mailbox", All), new("GET", "/v1/mailbox/{id:long}", All), new("GET", "/v1/mailbox/{id:long}/source", All), new("DELETE", "/v1/mailbox", Tidy),
        new("GET", "/in-app/v1/messages", [], InAppToken), new("GET", "/in-app/v1/stream", [], InAppToken),
        new("POST", "/in-app/v1/messages/{id}/read", [], InAppToken), new("POST", "/in-app/v1/messages/{id}/click", [], InAppToken),
        new("GET", "/v1/in-app/keys", Administer), new("POST", "/v1/in-app/keys", Administer), new("DELETE", "/v1/in-app/keys/{id}", Administer),

        // Documents.
        new("GET", "/v1/definitions", All), new("GET", "/v1/definitions/{kind}/{id}", All), new("GET", "/v1/definitions/versions", All),
        new("POST", "/v1/definitions/check", All), new("POST", "/v1/definitions/publish", Administer),
        new("GET", "/v1/documents", All), new("GET", "/v1/documents/{kind}/{id}", All), new("GET", "/v1/documents/{kind}/{id}/versions", All),
        new("GET", "/v1/documents/{kind}/{id}/versions/{version}", All), new("GET", "/v1/documents/{kind}/{id}/compare", All),
        new("PUT", "/v1/documents/{kind}/{id}/draft", Write), new("DELETE", "/v1/documents/{kind}/{id}/draft", Write), new("POST", "/v1/documents/{kind}/{id}/check", All),
        new("POST", "/v1/documents/policy/{id}/waiting", All),
        new("POST", "/v1/documents/{kind}/{id}/submit", Write), new("POST", "/v1/documents/{kind}/{id}/approve", Approve), new("POST", "/v1/documents/{kind}/{id}/reject", Approve),
        new("POST", "/v1/documents/{kind}/{id}/publish", Publish), new("POST", "/v1/documents/{kind}/{id}/pause", Pause), new("POST", "/v1/documents/{kind}/{id}/resume", Pause),
        new("POST", "/v1/documents/{kind}/{id}/retire", Approve), new("POST", "/v1/documents/{kind}/{id}/rollback", Approve),
        new("GET", "/v1/schedules", All), new("GET", "/v1/catalogue", All), new("GET", "/v1/catalogue/{type}", All),

        // Backtests.
        new("GET", "/v1/voice", All), new("GET", "/v1/voice/quotes", All), new("GET", "/v1/voice/corrections", All), new("POST", "/v1/voice/corrections", Serve),
        new("GET", "/v1/voice/corrections/export", Administer), new("POST", "/v1/voice/lexicon-preview", All),
        new("GET", "/v1/backtests", All), new("GET", "/v1/backtests/{id}", All), new("POST", "/v1/backtests", Publish), new("POST", "/v1/backtests/{id}/cancel", Publish),
        new("GET", "/v1/warning-searches", All), new("GET", "/v1/warning-searches/{id}", All), new("POST", "/v1/warning-searches", Publish), new("POST", "/v1/warning-searches/{id}/cancel", Publish),
        new("GET", "/v1/backtest-files", All), new("POST", "/v1/backtest-files", Publish), new("DELETE", "/v1/backtest-files/{id}", Publish),

        // The installation.
        new("GET", "/v1/ledger", All), new("GET", "/v1/status", All), new("GET", "/v1/clock", All), new("GET", "/v1/audit", All),
        new("GET", "/v1/accounts", Administer), new("PUT", "/v1/accounts/{name}", Administer),
        new("DELETE", "/v1/accounts/{name}/second-factor", Administer),
        new("GET", "/v1/keys", Administer), new("POST", "/v1/keys", Administer), new("POST", "/v1/keys/{name}/rotate", Administer), new("DELETE", "/v1/keys/{name}", Administer),
        new("DELETE", "/v1/keys/{name}/secrets/{id}", Administer),

        // AI assistants; what they ask for is checked by the rules above.
        new("POST", "/mcp", [], AssistantKey),

        // The hub.
        new("ANY", LiveHub.Path, All), new("ANY", $"{LiveHub.Path}/negotiate", All),
        new(AccessRule.Hub, nameof(ILiveHub.WatchBoard), All), new(AccessRule.Hub, nameof(ILiveHub.UnwatchBoard), All),
        new(AccessRule.Hub, nameof(ILiveHub.WatchCustomer), All), new(AccessRule.Hub, nameof(ILiveHub.UnwatchCustomer), All),
    ];

    private const string Stop = "to stop";
    private const string Go = "to resume";

    private static readonly FrozenDictionary<(string, string), ImmutableArray<AccessRule>> ByPlace =
        Rules.GroupBy(r => (r.Method, r.Pattern)).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray());

    /// <summary>Rules of an endpoint or of a hub's method; none: it is not in the table.</summary>
    public static ImmutableArray<AccessRule> Of(string method, string pattern) => ByPlace.GetValueOrDefault((method, pattern), []);

    /// <summary>The route as the table writes it.</summary>
    public static string Pattern(string? route) => $"/{route?.Trim('/')}";

    /// <summary>The methods of an endpoint as the table writes them.</summary>
    public static ImmutableArray<string> Methods(IEnumerable<object> metadata) =>
        metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods.Count: > 0 } methods ? [.. methods.HttpMethods.Select(m => m == "HEAD" ? "GET" : m).Distinct()] : ["ANY"];

    /// <summary>Has an endpoint enforce its rules, whatever it asks for itself.</summary>
    public static void Apply(EndpointBuilder builder)
    {
        if (builder is not RouteEndpointBuilder endpoint)
        {
            return;
        }

        var rules = Methods(endpoint.Metadata).SelectMany(m => Of(m, Pattern(endpoint.RoutePattern.RawText))).ToList();
        foreach (var asked in endpoint.Metadata.OfType<IAuthorizeData>().Cast<object>().ToList())
        {
            endpoint.Metadata.Remove(asked);
        }

        if (rules.Count == 0)
        {
            endpoint.Metadata.Add(new AuthorizeAttribute { Roles = Roles.Administrator });
        }
        else if (rules.TrueForAll(r => !r.Roles.IsEmpty && r.When != OrKey))
        {
            endpoint.Metadata.Add(new AuthorizeAttribute { Roles = string.Join(',', Roles.All.Where(role => rules.Exists(r => r.Roles.Contains(role)))) });
        }
    }

    /// <summary>Why somebody may not resume sending; null: they may.</summary>
    public static Api.Problem? ResumeRefusal(HttpContext context, string pattern)
    {
        var rule = Of("PUT", pattern).First(r => r.When == Go);
        return rule.Allows(context.Actor()) ? null : AccessRefusals.RoleMissing(context.Actor(), rule.Roles);
    }

    private static AccessRule Open(string method, string pattern) => new(method, pattern, [], Anyone);
}
