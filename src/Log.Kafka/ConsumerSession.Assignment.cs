using System.Collections.Immutable;
using Confluent.Kafka;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Log.Kafka;

internal sealed partial class ConsumerSession
{
    /// <summary>How long an assignment may wait for the store and the brokers to say where to begin; less than the group waits for a poll.</summary>
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    // All on the polling thread, inside of Consume.
    private List<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        try
        {
            using var within = Within(StartWithin);
            var opened = OpenAsync(partitions, renewed: 0, within.Token).GetAwaiter().GetResult();
            foreach (var partition in opened)
            {
                var run = new PartitionRun(partition);
                _runs[partition.Place] = run;
                run.Start(_reader, Fail);
                LogAssigned(_logger, partition.Place.Topic, partition.Id, partition.Start.Value, partition.Log);
            }

            return [.. opened.Select(p => new TopicPartitionOffset(p.Place, p.Start))];
        }
#pragma warning disable CA1031 // Where to begin is not known: nothing is read before it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(new RestartException("It could not be found out where to begin reading.", exception));
            return [.. partitions.Select(p => new TopicPartitionOffset(p, Offset.Unset))];
        }
    }

    private async Task<ImmutableArray<KafkaPartition>> OpenAsync(List<TopicPartition> partitions, int renewed, CancellationToken cancellationToken)
    {
        // The same partition may have been lost a moment ago, and its reader still be finishing.
        await Task.WhenAll(partitions.Select(p => _leaving.Remove(p, out var leaving) ? leaving : Task.CompletedTask)).WaitAsync(cancellationToken);
        var states = await _names.ReadAsync(_services.Options.Topics, cancellationToken);
        var opened = await Task.WhenAll(partitions.Select(p => OpenAsync(p, Of(states, p), cancellationToken)));
        if (opened.FirstOrDefault(o => o.BeganAgain) is { } again)
        {
            if (renewed == _services.Options.Topics.Count)
            {
                throw new RestartException($"The topic {again.Place.Topic} began again, and a new name did not take.");
            }

            // Under a new name nothing is stored yet, and the partitions of the topic are read from their beginning.
            await _names.RenewAsync(Of(states, again.Place), cancellationToken);
            return await OpenAsync(partitions, renewed + 1, cancellationToken);
        }

        _topics = states.ToImmutableDictionary();
        _partitionsKnown(states.Values.Sum(s => s.Partitions));
        return [.. opened.Select(o => new KafkaPartition(_services, o.Place, o.Log, o.Progress, _consumer.StoreOffset))];
    }

    private sealed record Opened(TopicPartition Place, string Log, PartitionProgress Progress, bool BeganAgain);

    private async Task<Opened> OpenAsync(TopicPartition place, TopicState state, CancellationToken cancellationToken)
    {
        var progress = await _services.Store.GetAsync(state.Log, place.Partition.Value, cancellationToken) ?? PartitionProgress.None;

        // A partition without a leader has no end to tell; should it have begun again, its first record will.
        var end = progress.Position < 0 ? null : await _services.Admin.EndAsync(place, cancellationToken);
        return new Opened(place, state.Log, progress, BeganAgain: end is { } e && e.Offset <= progress.Position);
    }

    private static TopicState Of(Dictionary<string, TopicState> states, TopicPartition place) =>
        states.TryGetValue(place.Topic, out var state) ? state : throw new RestartException($"The topic {place.Topic} is gone.");

    /// <summary>Readers finish and store before somebody else begins, within a bound.</summary>
    private void Revoked(IReadOnlyCollection<TopicPartition> partitions)
    {
        var ending = End(partitions);
        if (!Task.WhenAll(ending.Select(r => r.Reading)).Wait(_services.Options.DrainWithin))
        {
            LogDrainSlow(_logger, ending.Count(r => !r.Reading.IsCompleted));
            foreach (var run in ending)
            {
                run.Partition.Lose();
            }
        }

        Forget(ending);
    }

    /// <summary>Somebody else may have them already: nothing is stored any more, and nobody waits.</summary>
    private void Lost(IReadOnlyCollection<TopicPartition> partitions)
    {
        foreach (var place in partitions)
        {
            if (_runs.TryGetValue(place, out var run))
            {
                run.Partition.Lose();
                LogLost(_logger, place.Topic, place.Partition.Value);
            }
        }

        Forget(End(partitions));
    }

    private List<PartitionRun> End(IReadOnlyCollection<TopicPartition> partitions)
    {
        List<PartitionRun> ending = [];
        foreach (var place in partitions)
        {
            _paused.Remove(place);
            if (_runs.Remove(place, out var run))
            {
                run.Stop();
                ending.Add(run);
            }
        }

        return ending;
    }

    private void Forget(List<PartitionRun> ended)
    {
        foreach (var run in ended)
        {
            _leaving[run.Partition.Place] = run.Reading.ContinueWith(_ => run.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private CancellationTokenSource Within(TimeSpan time)
    {
        var within = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        within.CancelAfter(time);
        return within;
    }

    [LoggerMessage(2035, LogLevel.Information, "{Topic}/{Partition} is read here from {Offset} on, as {Log}")]
    private static partial void LogAssigned(ILogger logger, string topic, int partition, long offset, string log);

    [LoggerMessage(2036, LogLevel.Warning, "{Topic}/{Partition} was lost to another process; what is under way may be read there again")]
    private static partial void LogLost(ILogger logger, string topic, int partition);

    [LoggerMessage(2037, LogLevel.Warning, "{Count} partitions did not finish in time; what is under way is read again by their next reader")]
    private static partial void LogDrainSlow(ILogger logger, int count);
}
