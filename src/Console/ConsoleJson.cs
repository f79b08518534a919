using System.Text.Json;
using System.Text.Json.Serialization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Catalogue;
using CxOrchestrator.Api.Codes;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Api.Keys;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Api.Privacy;
using CxOrchestrator.Api.Schedules;
using CxOrchestrator.Api.TestSends;

namespace CxOrchestrator.Console;

/// <summary>How the API's records are read and written; generated, so that trimming cannot take a member away.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BoardFilter))]
[JsonSerializable(typeof(BoardSnapshot))]
[JsonSerializable(typeof(BoardChanges))]
[JsonSerializable(typeof(CustomerView))]
[JsonSerializable(typeof(CustomerChanges))]
[JsonSerializable(typeof(ResyncNotice))]
[JsonSerializable(typeof(LivePulse))]
[JsonSerializable(typeof(Page<TimelineEntry>))]
[JsonSerializable(typeof(Page<DecisionView>))]
[JsonSerializable(typeof(Page<ActionView>))]
[JsonSerializable(typeof(Page<CaseView>))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(Page<DeadLetterView>))]
[JsonSerializable(typeof(Page<SearchHit>))]
[JsonSerializable(typeof(WhyView))]
[JsonSerializable(typeof(CaseClaim))]
[JsonSerializable(typeof(CaseCompletion))]
[JsonSerializable(typeof(LedgerView))]
[JsonSerializable(typeof(Page<ConsentView>))]
[JsonSerializable(typeof(ErasureView))]
[JsonSerializable(typeof(Page<ErasureView>))]
[JsonSerializable(typeof(ClockView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(DefinitionsView))]
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(SendingView))]
[JsonSerializable(typeof(SendingRequest))]
[JsonSerializable(typeof(Page<DisabledEndpointView>))]
[JsonSerializable(typeof(EndpointEnabling))]
[JsonSerializable(typeof(Page<BoardRow>))]
[JsonSerializable(typeof(MeView))]
[JsonSerializable(typeof(Page<AccountView>))]
[JsonSerializable(typeof(SwitchRequest))]
[JsonSerializable(typeof(Page<DocumentSummary>))]
[JsonSerializable(typeof(DocumentDetail))]
[JsonSerializable(typeof(DocumentComparison))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(DraftText))]
[JsonSerializable(typeof(DecisionComment))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(TryRequest))]
[JsonSerializable(typeof(TryView))]
[JsonSerializable(typeof(WaitingRequest))]
[JsonSerializable(typeof(WaitingView))]
[JsonSerializable(typeof(CatalogueView))]
[JsonSerializable(typeof(TestRecipientsView))]
[JsonSerializable(typeof(TestRecipientView))]
[JsonSerializable(typeof(MarkRecipient))]
[JsonSerializable(typeof(NewTestCustomer))]
[JsonSerializable(typeof(TestSendRequest))]
[JsonSerializable(typeof(TestSendView))]
[JsonSerializable(typeof(SchedulesView))]
[JsonSerializable(typeof(PasswordChange))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(AccountChange))]
[JsonSerializable(typeof(SecondFactorStart))]
[JsonSerializable(typeof(SecondFactorSecret))]
[JsonSerializable(typeof(SecondFactorConfirmation))]
[JsonSerializable(typeof(SecondFactorProof))]
[JsonSerializable(typeof(RecoveryCodesView))]
[JsonSerializable(typeof(Page<ApiKeyView>))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(KeyRotation))]
[JsonSerializable(typeof(ApiKeyMade))]
[JsonSerializable(typeof(CodePoolsView))]
[JsonSerializable(typeof(CodesAddedView))]
[JsonSerializable(typeof(CodesWithdrawnView))]
[JsonSerializable(typeof(CodeView))]
[JsonSerializable(typeof(Page<CodeView>))]
[JsonSerializable(typeof(BacktestRequest))]
[JsonSerializable(typeof(BacktestView))]
[JsonSerializable(typeof(Page<BacktestView>))]
[JsonSerializable(typeof(BacktestFileView))]
[JsonSerializable(typeof(Page<PolicySendingView>))]
[JsonSerializable(typeof(PolicySendingChange))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(List<SavedFilter>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ConsoleJson : JsonSerializerContext;

/// <summary>Body of <c>PUT /v1/sending</c>.</summary>
internal sealed record SendingRequest(bool Stopped, string By);

/// <summary>A filter that somebody kept under a name.</summary>
internal sealed record SavedFilter(string Name, string Query);

/// <summary>Problem details (RFC 9457), as far as they are shown.</summary>
internal sealed record Problem(string? Title, string? Detail, int? Status, string? Type = null, string? Cure = null);
