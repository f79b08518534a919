using System.Collections.Frozen;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Learning;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Records what people did at endpoints whose store keeps no entry of its own, once it succeeded; and logs a line for each refusal that an endpoint
/// answers with.
/// </summary>
internal sealed class AuditedEndpoints(IAuditTrail trail, RefusalLog log)
{
    private const string DetailKey = "cx:audit-detail";

    private static readonly FrozenDictionary<(string Method, string Pattern), (string Action, string Kind)> Recorded =
        new Dictionary<(string, string), (string, string)>
        {
            [("POST", "/v1/dead-letters/{id:long}/replay")] = (AuditActions.Replayed, "deadLetter"),
            [("GET", "/v1/dead-letters/{id:long}/body")] = (AuditActions.Exported, "deadLetter"),
            [("POST", "/v1/actions/{id}/retry")] = (AuditActions.Retried, "action"),
            [("POST", "/v1/cases/{id}/claim")] = (AuditActions.CaseClaimed, "case"),
            [("POST", "/v1/cases/{id}/release")] = (AuditActions.CaseReleased, "case"),
            [("POST", "/v1/cases/{id}/complete")] = (AuditActions.CaseCompleted, "case"),
            [("POST", "/v1/cases/{id}/reopen")] = (AuditActions.CaseReopened, "case"),
            [("POST", "/v1/links/{id:long}/dismiss")] = (AuditActions.LinkDismissed, "link"),
            [("DELETE", "/v1/mailbox")] = (AuditActions.MailboxEmptied, "mailbox"),
            [("POST", "/v1/backtests")] = (AuditActions.BacktestStarted, "backtest"),
            [("POST", "/v1/backtests/{id}/cancel")] = (AuditActions.BacktestCancelled, "backtest"),
            [("POST", "/v1/warning-searches")] = (AuditActions.SearchStarted, "warningSearch"),
            [("POST", "/v1/warning-searches/{id}/cancel")] = (AuditActions.SearchCancelled, "warningSearch"),
            [("POST", "/v1/backtest-files")] = (AuditActions.FileUploaded, "file"),
            [("GET", "/v1/exports/touchpoints")] = (AuditActions.Exported, "touchpoints"),
            [("GET", "/v1/exports/decisions")] = (AuditActions.Exported, "decisions"),
            [("GET", "/v1/exports/metrics")] = (AuditActions.Exported, "metrics"),
            [("POST", "/v1/sources/{id}/files")] = (AuditActions.FileUploaded, IConnectionStates.AuditKind),
            [("POST", "/v1/sources/{id}/files/{file}/cancel")] = (AuditActions.ImportCancelled, IConnectionStates.AuditKind),
            [("POST", "/v1/sources/{id}/dead-letters/retry")] = (AuditActions.Retried, IConnectionStates.AuditKind),
            [("POST", "/v1/sources/{id}/dead-letters/{number:long}/retry")] = (AuditActions.Retried, IConnectionStates.AuditKind),
            [("POST", "/v1/sources/{id}/dead-letters/{number:long}/map")] = (AuditActions.Retried, IConnectionStates.AuditKind),
            [("DELETE", "/v1/sources/{id}/dead-letters/{number:long}")] = (AuditActions.Removed, IConnectionStates.AuditKind),
            [("DELETE", "/v1/backtest-files/{id}")] = (AuditActions.FileRemoved, "file"),
        }.ToFrozenDictionary();

    /// <summary>What the entry says besides.</summary>
    public static void Detail(HttpContext context, string detail) => context.Items[DetailKey] = detail;

    public async ValueTask AnsweredAsync(HttpContext context, object? result)
    {
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        if (status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests)
        {
            log.Refused(context, new Api.Problem { Status = status, Type = "see the answer", Title = "" });
            return;
        }

        if (status >= StatusCodes.Status300MultipleChoices
            || Actor.Of(context.User) is not { } actor
            || context.GetEndpoint() is not RouteEndpoint endpoint
            || !Recorded.TryGetValue((context.Request.Method, AccessTable.Pattern(endpoint.RoutePattern.RawText)), out var recorded))
        {
            return;
        }

        var value = (result as IValueHttpResult)?.Value;
        var entry = new AuditEntry
        {
            By = !actor.SignedIn && value is CaseView { ClaimedBy: { } claimedBy } ? claimedBy : actor.Name,
            Action = recorded.Action,
            Kind = recorded.Kind,
            Id = context.Request.RouteValues["id"]?.ToString() ?? (value as BacktestView)?.Id ?? (value as WarningSearchView)?.Id ?? (value as BacktestFileView)?.Id,
            Detail = context.Items[DetailKey] as string ?? (value as BacktestView)?.Title ?? (value as WarningSearchView)?.Outcome ?? (value as BacktestFileView)?.Name ?? (value as CaseView)?.Disposition,
        };
        await trail.AddAsync(entry, CancellationToken.None);
    }
}
