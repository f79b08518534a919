using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>
/// What an operator found out enters the log like everything else: each completed case becomes a touchpoint <c>case.completed</c>, at least
/// once, with an identity that the case gives it.
/// </summary>
internal sealed partial class CaseAnnouncer(
    ICaseStore cases, ITouchpointLog log, IDefinitions definitions, IShares shares, IOptions<DispatchOptions> options, TimeProvider clock, ILogger<CaseAnnouncer> logger) : RepeatedWork(clock)
{
    private const int BatchMax = 100;

    protected override TimeSpan Interval => options.Value.LookEvery;

    protected override void OnFailed(Exception exception) => LogFailed(logger, exception);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        var share = shares.Current;
        var completed = (await cases.UnannouncedAsync(BatchMax, cancellationToken)).RemoveAll(c => !share.Has(c.Key));
        if (completed.IsEmpty)
        {
            return;
        }

        await log.AppendAsync([.. completed.Select(c => Item(c))], cancellationToken);
        await cases.AnnouncedAsync([.. completed.Select(c => c.Id)], cancellationToken);
    }

    private LogItem Item(StoredCase completed)
    {
        var attributes = new List<NamedValue>
        {
            new(CompletedCases.CaseAttribute, Scalar.Of(completed.Id)),
            new(CompletedCases.DispositionAttribute, Scalar.Of(completed.Disposition ?? "unresolved")),
            new(CompletedCases.QueueAttribute, Scalar.Of(completed.Queue)),
            new(CompletedCases.PolicyAttribute, Scalar.Of(completed.Policy)),
        };
        if (completed is { Journey: { } journey, Correlation: { } correlation } && definitions.Current.Journey(journey)?.InstanceBy is { } by)
        {
            attributes.Add(new(by, Scalar.Of(correlation)));
        }

        var touchpoint = new Touchpoint
        {
            Identity = new(CompletedCases.Source, string.Create(CultureInfo.InvariantCulture, $"{completed.Id}:{completed.Version}")),
            Type = CompletedCases.Type,
            Customer = completed.Key.Customer,
            At = completed.CompletedAt ?? completed.OpenedAt,
            Channel = CompletedCases.Channel,
            Attributes = AttributeSet.Of(attributes),
        };
        return new LogItem { Customer = touchpoint.Customer, Source = CompletedCases.Source, Body = TouchpointJson.Write(touchpoint) };
    }

    [LoggerMessage(2321, LogLevel.Warning, "Completed cases could not be announced; trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
