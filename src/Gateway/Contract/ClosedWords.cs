using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Codes;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Api.Identities;
using CxOrchestrator.Api.Keys;
using CxOrchestrator.Api.Learning;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Api.Sources.Files;
using CxOrchestrator.Api.TestSends;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Cases;
using CxOrchestrator.Gateway.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Gateway.Identities;
using CxOrchestrator.Gateway.Keys;
using CxOrchestrator.Gateway.Voice;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Files;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Contract;

/// <summary>Fields of the API's records and query parameters that take one of a few words, with the words: those of the enums that the views name.</summary>
internal static class ClosedWords
{
    private static readonly string[] Health = ["healthy", "degraded", "unhealthy"];
    private static readonly string[] Sorts = ["risk", "mood", "since", "value", "customer"];

    /// <summary>Words by the record and its field.</summary>
    public static IReadOnlyDictionary<(string Record, string Field), IReadOnlyList<string>> Fields { get; } = new Dictionary<(string, string), IReadOnlyList<string>>
    {
        [(nameof(TimelineEntry), nameof(TimelineEntry.Kind))] = Words<HistoryKind>(),
        [(nameof(TimelineMark), nameof(TimelineMark.Kind))] = Words<HistoryMarkKind>(),
        [(nameof(DecisionView), nameof(DecisionView.Outcome))] = Words<PolicyOutcome>(),
        [(nameof(DecisionView), nameof(DecisionView.Reason))] = Words<HoldReason>(),
        [(nameof(LimitView), nameof(LimitView.Kind))] = Words<HoldReason>(),
        [(nameof(LowPointView), nameof(LowPointView.Outcome))] = Words<LowPointOutcome>(),
        [(nameof(CauseView), nameof(CauseView.Kind))] = Words<CauseKind>(),
        [(nameof(JourneyView), nameof(JourneyView.Status))] = Words<InstanceStatus>(),
        [(nameof(StageView), nameof(StageView.State))] = ["passed", "current", "skipped", "ahead"],
        [(nameof(ExpectationView), nameof(ExpectationView.Status))] = Words<ExpectationStatus>(),
        [(nameof(FileImportView), nameof(FileImportView.State))] = Words<ImportState>(),
        [(nameof(FileImportView), nameof(FileImportView.Format))] = ["csv", "csv.gz", "jsonl", "jsonl.gz", "parquet"],
        [(nameof(FileColumnView), nameof(FileColumnView.Type))] = ["text", "number", "boolean", "time", "nested"],
        [(nameof(SearchHit), nameof(SearchHit.Kind))] = ["customer", "policy", "journey", "case"],
        [(nameof(IdentityView), nameof(IdentityView.State))] =
            [IdentityViews.LinksState, IdentityViews.FindsState, IdentityViews.SharedState, IdentityViews.JunkState, IdentityViews.UnreadableState],
        [(nameof(LinkView), nameof(LinkView.State))] = Words<LinkState>(),
        [(nameof(TryRequest), nameof(TryRequest.Kind))] = ["policy", "segment", "template"],
        [(nameof(BoardRow), nameof(BoardRow.CaseStatus))] = Words<CaseStatus>(),
        [(nameof(DoingView), nameof(DoingView.Kind))] = Words<ActionKind>(),
        [(nameof(DoingView), nameof(DoingView.Status))] = Words<ActionStatus>(),
        [(nameof(ActionView), nameof(ActionView.Kind))] = Words<ActionKind>(),
        [(nameof(ActionView), nameof(ActionView.Status))] = Words<ActionStatus>(),
        [(nameof(ActionView), nameof(ActionView.Reason))] = Words<HoldReason>(),
        [(nameof(TestSentView), nameof(TestSentView.Kind))] = Words<ActionKind>(),
        [(nameof(TestHeldView), nameof(TestHeldView.Kind))] = Words<ActionKind>(),
        [(nameof(TestHeldView), nameof(TestHeldView.Reason))] = Words<HoldReason>(),
        [(nameof(CaseView), nameof(CaseView.Status))] = Words<CaseStatus>(),
        [(nameof(CaseCompletion), nameof(CaseCompletion.Disposition))] = CaseEndpoints.Dispositions,
        [(nameof(DocumentSummary), nameof(DocumentSummary.Kind))] = DocumentEndpoints.Kinds,
        [(nameof(DocumentSummary), nameof(DocumentSummary.State))] = ["published", "paused", "retired", .. Words<DraftState>()],
        [(nameof(DraftView), nameof(DraftView.State))] = Words<DraftState>(),
        [(nameof(BacktestDocument), nameof(BacktestDocument.Kind))] = DocumentEndpoints.Kinds,
        [(nameof(BacktestView), nameof(BacktestView.State))] = Running.RunStates.All,
        [(nameof(WarningSearchView), nameof(WarningSearchView.State))] = Running.RunStates.All,
        [(nameof(WarningSearchProgress), nameof(WarningSearchProgress.Step))] = Learning.WarningSearchRun.Steps,
        [(nameof(SampleAction), nameof(SampleAction.Kind))] = Words<ActionKind>(),
        [(nameof(SampleAction), nameof(SampleAction.Reason))] = Words<HoldReason>(),
        [(nameof(SampleHeld), nameof(SampleHeld.Reason))] = Words<HoldReason>(),
        [(nameof(SampleLowPoint), nameof(SampleLowPoint.Outcome))] = Words<LowPointOutcome>(),
        [(nameof(HeldBack), nameof(HeldBack.Reason))] = Words<HoldReason>(),
        [(nameof(VoiceView), nameof(VoiceView.By))] = Words<VoiceBy>(),
        [(nameof(VoiceQuote), nameof(VoiceQuote.Class))] = Words<SentimentClass>(),
        [(nameof(VoiceCorrection), nameof(VoiceCorrection.Class))] = Words<SentimentClass>(),
        [(nameof(CorrectionView), nameof(CorrectionView.Class))] = Words<SentimentClass>(),
        [(nameof(CorrectionView), nameof(CorrectionView.ReadClass))] = Words<SentimentClass>(),
        [(nameof(LexiconReadingView), nameof(LexiconReadingView.Class))] = Words<SentimentClass>(),
        [(nameof(CodeView), nameof(CodeView.State))] = ["free", "given", "redeemed"],
        [(nameof(HealthView), nameof(HealthView.Status))] = Health,
        [(nameof(HealthCheckView), nameof(HealthCheckView.Status))] = Health,
        [(nameof(StatusView), nameof(StatusView.Mode))] = Words<GatewayMode>(),
        [(nameof(TouchpointResult), nameof(TouchpointResult.Status))] = ["accepted", "refused"],
        [(nameof(MeView), nameof(MeView.Roles))] = Roles.All,
        [(nameof(AccountView), nameof(AccountView.Roles))] = Roles.All,
        [(nameof(AccountChange), nameof(AccountChange.Roles))] = Roles.All,
        [(nameof(ApiKeyView), nameof(ApiKeyView.Scopes))] = KeyScopes.All,
        [(nameof(NewApiKey), nameof(NewApiKey.Scopes))] = KeyScopes.All,
    };

    /// <summary>Words by the operation and its query parameter.</summary>
    public static IReadOnlyDictionary<(string Operation, string Parameter), IReadOnlyList<string>> Parameters { get; } = new Dictionary<(string, string), IReadOnlyList<string>>
    {
        [("GetAtRisk", "sort")] = [.. Sorts, .. Sorts.Select(s => $"-{s}")],
        [("GetCustomerDecisions", "outcome")] = Words<PolicyOutcome>(),
        [("ListActions", "status")] = Words<ActionStatus>(),
        [("ListActions", "kind")] = Words<ActionKind>(),
        [("ListCases", "status")] = Words<CaseStatus>(),
        [("ListLinks", "state")] = Words<LinkState>(),
        [("ListDocuments", "kind")] = DocumentEndpoints.Kinds,
        [("ListDocuments", "state")] = ["published", "paused", "retired", .. Words<DraftState>()],
        [("GetVoice", "by")] = Words<VoiceBy>(),
        [("GetVoice", "class")] = Words<SentimentClass>(),
        [("ListQuotes", "class")] = Words<SentimentClass>(),
        [("ListQuotes", "order")] = Words<RemarkOrder>(),
        [("GetCodes", "state")] = ["free", "given", "redeemed"],
    };

    private static IReadOnlyList<string> Words<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Names<T>.Of)];
}
