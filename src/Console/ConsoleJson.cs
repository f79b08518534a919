using System.Text.Json;
using System.Text.Json.Serialization;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Api.Operations;

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
[JsonSerializable(typeof(Page<DeadLetterView>))]
[JsonSerializable(typeof(Page<SearchHit>))]
[JsonSerializable(typeof(WhyView))]
[JsonSerializable(typeof(CaseClaim))]
[JsonSerializable(typeof(CaseCompletion))]
[JsonSerializable(typeof(LedgerView))]
[JsonSerializable(typeof(ClockView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(DefinitionsView))]
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(SendingView))]
[JsonSerializable(typeof(SendingRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(List<SavedFilter>))]
internal sealed partial class ConsoleJson : JsonSerializerContext;

/// <summary>Body of <c>PUT /v1/sending</c>.</summary>
internal sealed record SendingRequest(bool Stopped, string By);

/// <summary>A filter that somebody kept under a name.</summary>
internal sealed record SavedFilter(string Name, string Query);

/// <summary>Problem details (RFC 9457), as far as they are shown.</summary>
internal sealed record Problem(string? Title, string? Detail, int? Status);
