using System.Text.Json.Serialization;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Backtests;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Catalogue;
using CxOrchestrator.Api.Codes;
using CxOrchestrator.Api.Connections;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Api.Forms;
using CxOrchestrator.Api.Identities;
using CxOrchestrator.Api.Images;
using CxOrchestrator.Api.InApp;
using CxOrchestrator.Api.Keys;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Api.Mailbox;
using CxOrchestrator.Api.Merges;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Api.Privacy;
using CxOrchestrator.Api.Schedules;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Api.Sources.Files;
using CxOrchestrator.Api.TestSends;
using CxOrchestrator.Api.Touchpoints;

namespace CxOrchestrator.Api;

/// <summary>
/// Everything the API and the hub say or hear, as camelCase JSON made at build time. The gateway answers with these settings; who reads with
/// others makes one with their own options.
/// </summary>
// A name that occurs twice would hide one of its values, a file of a set for one.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, AllowDuplicateProperties = false, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CustomerView))]
[JsonSerializable(typeof(Page<TimelineEntry>))]
[JsonSerializable(typeof(Page<DecisionView>))]
[JsonSerializable(typeof(WhyView))]
[JsonSerializable(typeof(TryRequest))]
[JsonSerializable(typeof(TryView))]
[JsonSerializable(typeof(WaitingRequest))]
[JsonSerializable(typeof(WaitingView))]
[JsonSerializable(typeof(Page<BoardRow>))]
[JsonSerializable(typeof(Page<SearchHit>))]
[JsonSerializable(typeof(Page<CaseView>))]
[JsonSerializable(typeof(CaseClaim))]
[JsonSerializable(typeof(CaseCompletion))]
[JsonSerializable(typeof(Page<ActionView>))]
[JsonSerializable(typeof(SendingView))]
[JsonSerializable(typeof(SendingChange))]
[JsonSerializable(typeof(Page<PolicySendingView>))]
[JsonSerializable(typeof(PolicySendingChange))]
[JsonSerializable(typeof(SuppressionView))]
[JsonSerializable(typeof(Page<DisabledEndpointView>))]
[JsonSerializable(typeof(EndpointEnabling))]
[JsonSerializable(typeof(SuppressionChange))]
[JsonSerializable(typeof(Page<IdentityView>))]
[JsonSerializable(typeof(Page<LinkView>))]
[JsonSerializable(typeof(LinkView))]
[JsonSerializable(typeof(Page<ConsentView>))]
[JsonSerializable(typeof(ErasureView))]
[JsonSerializable(typeof(Page<ErasureView>))]
[JsonSerializable(typeof(MergeRequest))]
[JsonSerializable(typeof(MergePreviewView))]
[JsonSerializable(typeof(MergeView))]
[JsonSerializable(typeof(Page<MergeView>))]
[JsonSerializable(typeof(Page<DeadLetterView>))]
[JsonSerializable(typeof(LedgerView))]
[JsonSerializable(typeof(DefinitionsView))]
[JsonSerializable(typeof(Page<DefinitionVersionView>))]
[JsonSerializable(typeof(CheckRequest))]
[JsonSerializable(typeof(CheckResult))]
[JsonSerializable(typeof(Page<DocumentSummary>))]
[JsonSerializable(typeof(DocumentDetail))]
[JsonSerializable(typeof(Page<VersionView>))]
[JsonSerializable(typeof(DocumentComparison))]
[JsonSerializable(typeof(SetComparison))]
[JsonSerializable(typeof(CatalogueView))]
[JsonSerializable(typeof(TestRecipientsView))]
[JsonSerializable(typeof(TestRecipientView))]
[JsonSerializable(typeof(MarkRecipient))]
[JsonSerializable(typeof(NewTestCustomer))]
[JsonSerializable(typeof(TestSendRequest))]
[JsonSerializable(typeof(TestSendView))]
[JsonSerializable(typeof(SchedulesView))]
[JsonSerializable(typeof(CodePoolsView))]
[JsonSerializable(typeof(CodePoolView))]
[JsonSerializable(typeof(ImagesView))]
[JsonSerializable(typeof(ImageView))]
[JsonSerializable(typeof(ImageDetail))]
[JsonSerializable(typeof(FormLinkRequest))]
[JsonSerializable(typeof(FormLinkView))]
[JsonSerializable(typeof(FormPreviewRequest))]
[JsonSerializable(typeof(FormPreviewView))]
[JsonSerializable(typeof(InAppMessagesView))]
[JsonSerializable(typeof(InAppMessageView))]
[JsonSerializable(typeof(Page<InAppKeyView>))]
[JsonSerializable(typeof(NewInAppKey))]
[JsonSerializable(typeof(InAppKeyMade))]
[JsonSerializable(typeof(Page<MailSummary>))]
[JsonSerializable(typeof(MailView))]
[JsonSerializable(typeof(MailboxEmptiedView))]
[JsonSerializable(typeof(AddCodes))]
[JsonSerializable(typeof(CodesAddedView))]
[JsonSerializable(typeof(CodesWithdrawnView))]
[JsonSerializable(typeof(CodeView))]
[JsonSerializable(typeof(Page<CodeView>))]
[JsonSerializable(typeof(EventTypeView))]
[JsonSerializable(typeof(BacktestRequest))]
[JsonSerializable(typeof(BacktestView))]
[JsonSerializable(typeof(BacktestReport))]
[JsonSerializable(typeof(Page<BacktestView>))]
[JsonSerializable(typeof(BacktestFileView))]
[JsonSerializable(typeof(Page<BacktestFileView>))]
[JsonSerializable(typeof(DraftText))]
[JsonSerializable(typeof(DecisionComment))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(PublishRequest))]
[JsonSerializable(typeof(MeView))]
[JsonSerializable(typeof(Page<AccountView>))]
[JsonSerializable(typeof(AccountChange))]
[JsonSerializable(typeof(SwitchRequest))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(PasswordChange))]
[JsonSerializable(typeof(SecondFactorStart))]
[JsonSerializable(typeof(SecondFactorSecret))]
[JsonSerializable(typeof(SecondFactorConfirmation))]
[JsonSerializable(typeof(SecondFactorProof))]
[JsonSerializable(typeof(RecoveryCodesView))]
[JsonSerializable(typeof(Page<AuditEntryView>))]
[JsonSerializable(typeof(Page<ApiKeyView>))]
[JsonSerializable(typeof(NewApiKey))]
[JsonSerializable(typeof(KeyRotation))]
[JsonSerializable(typeof(ConnectionsView))]
[JsonSerializable(typeof(SourcesView))]
[JsonSerializable(typeof(SourceView))]
[JsonSerializable(typeof(NewSourceSecret))]
[JsonSerializable(typeof(SourceKindsView))]
[JsonSerializable(typeof(SourceDeliveriesView))]
[JsonSerializable(typeof(SourceDeliveryView))]
[JsonSerializable(typeof(SourceTrialRequest))]
[JsonSerializable(typeof(SourceTrialView))]
[JsonSerializable(typeof(FileImportView))]
[JsonSerializable(typeof(FileImportsView))]
[JsonSerializable(typeof(FilePreviewView))]
[JsonSerializable(typeof(IReadOnlyList<MappedEventView>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(ConnectionView))]
[JsonSerializable(typeof(ConnectionProvidersView))]
[JsonSerializable(typeof(NewSecret))]
[JsonSerializable(typeof(ConnectionTrial))]
[JsonSerializable(typeof(ProviderTrialRequest))]
[JsonSerializable(typeof(ProviderTrialView))]
[JsonSerializable(typeof(ConnectionTestView))]
[JsonSerializable(typeof(ConnectionPause))]
[JsonSerializable(typeof(Page<DeliveryView>))]
[JsonSerializable(typeof(SentMessageView))]
[JsonSerializable(typeof(ApiKeyMade))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(ClockView))]
[JsonSerializable(typeof(BoardSnapshot))]
[JsonSerializable(typeof(BoardFilter))]
[JsonSerializable(typeof(BoardChanges))]
[JsonSerializable(typeof(CustomerChanges))]
[JsonSerializable(typeof(ResyncNotice))]
[JsonSerializable(typeof(LivePulse))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(TouchpointResults))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(AccountView))]
public sealed partial class ApiJson : JsonSerializerContext;
