using System.Collections.Immutable;
using Confluent.Kafka;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// One membership in the group, from subscribing to leaving: polls on a thread of its own and spreads what comes over the readers of the
/// partitions assigned. Ends by its token, or where the consumer has to be recreated.
/// </summary>
internal sealed partial class ConsumerSession : IDisposable
{
    private static readonly TimeSpan PollWithin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PollWithinPaused = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(15);

    private readonly PartitionServices _services;
    private readonly TopicNames _names;
    private readonly Func<ILogPartition, CancellationToken, Task> _reader;
    private readonly Action<int> _partitionsKnown;
    private readonly ILogger _logger;
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly CancellationTokenSource _ending;
    private readonly Dictionary<TopicPartition, PartitionRun> _runs = [];
    private readonly HashSet<TopicPartition> _paused = [];
    private readonly Dictionary<TopicPartition, Task> _leaving = [];
    private ImmutableDictionary<string, TopicState> _topics = ImmutableDictionary<string, TopicState>.Empty;
    private volatile Exception? _failure;

    public ConsumerSession(
        PartitionServices services,
        TopicNames names,
        Func<ILogPartition, CancellationToken, Task> reader,
        Action<int> partitionsKnown,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        (_services, _names, _reader, _partitionsKnown, _logger) = (services, names, reader, partitionsKnown, logger);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(KafkaConfig.Consumer(services.Options))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked([.. partitions.Select(p => p.TopicPartition)]))
            .SetPartitionsLostHandler((_, partitions) => Lost([.. partitions.Select(p => p.TopicPartition)]))
            .SetErrorHandler((_, error) => LogError(logger, error.Code.ToString(), error.Reason))
            .SetLogHandler((_, message) => KafkaLogging.Write(logger, message))
            .Build();
    }

    /// <summary>Returns when its token is cancelled; throws <see cref="RestartException"/> where it should start over, and what a reader threw.</summary>
    public async Task RunAsync()
    {
        var looking = LookAsync();
        await Task.Factory.StartNew(Poll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await _ending.CancelAsync();
        await looking;
        if (_failure is { } failure)
        {
            throw failure;
        }
    }

    public void Dispose() => _ending.Dispose();

    private void Poll()
    {
        try
        {
            _consumer.Subscribe(_services.Options.Topics);
            while (!_ending.IsCancellationRequested)
            {
                Resume();
                if (Consume() is { } result)
                {
                    Take(result);
                }
            }
        }
#pragma warning disable CA1031 // Whatever the consumer fails with, it is recreated.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fail(new RestartException("The consumer failed.", exception));
        }
        finally
        {
            Close();
        }
    }

    private ConsumeResult<byte[]?, byte[]?>? Consume()
    {
        try
        {
            return _consumer.Consume(_paused.Count > 0 ? PollWithinPaused : PollWithin);
        }
        catch (ConsumeException passing) when (!passing.Error.IsFatal)
        {
            // A topic that is not there yet, a leader that moves: librdkafka goes on by itself.
            LogError(_logger, passing.Error.Code.ToString(), passing.Error.Reason);
            return null;
        }
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> result)
    {
        if (!_runs.TryGetValue(result.TopicPartition, out var run))
        {
            return;
        }

        var queue = run.Partition.Queue;
        if (result.IsPartitionEOF)
        {
            queue.EndReached(result.Offset.Value);
        }
        else if (!queue.Add(result))
        {
            Renew(result.TopicPartitionOffset);
        }
        else if (queue.IsFull && _paused.Add(result.TopicPartition))
        {
            _consumer.Pause([result.TopicPartition]);
        }
    }

    private void Resume()
    {
        foreach (var place in _paused)
        {
            if (_runs.TryGetValue(place, out var run) && run.Partition.Queue.HasRoom)
            {
                _paused.Remove(place);
                _consumer.Resume([place]);
            }
        }
    }

    // The offsets began again under the same name: what comes now must not be taken for what was applied.
    private void Renew(TopicPartitionOffset place)
    {
        LogRewound(_logger, place.Topic, place.Partition.Value, place.Offset.Value);
        using var within = Within(StartWithin);
        if (_topics.TryGetValue(place.Topic, out var state))
        {
            _names.RenewAsync(state, within.Token).GetAwaiter().GetResult();
        }

        Fail(new RestartException($"The offsets of {place.TopicPartition} began again."));
    }

    // Topics that were recreated, or that another process found to begin again.
    private async Task LookAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            await Task.Delay(_services.Options.TopicsLookEvery, _services.Clock, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                var known = _topics;
                foreach (var (topic, state) in known.IsEmpty ? [] : await _names.ReadAsync(_services.Options.Topics, _ending.Token))
                {
                    if (known.TryGetValue(topic, out var before) && before.Log != state.Log)
                    {
                        Fail(new RestartException($"The topic {topic} was recreated."));
                    }
                }
            }
#pragma warning disable CA1031 // Looked at again later; what is read goes on meanwhile.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!_ending.IsCancellationRequested)
                {
                    LogLookFailed(_logger, exception);
                }
            }
        }
    }

    private void Fail(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        try
        {
            _ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A reader that was given up on failed after the session was over.
        }
    }

    // Stop consuming, drain, close: closing commits what the readers stored.
    private void Close()
    {
        Revoked([.. _runs.Keys]);
        var closing = Task.Run(() =>
        {
            try
            {
                _consumer.Close();
            }
            catch (KafkaException exception)
            {
                LogError(_logger, exception.Error.Code.ToString(), exception.Error.Reason);
            }

            _consumer.Dispose();
        });
        if (!closing.Wait(CloseWithin))
        {
            LogCloseSlow(_logger);
        }
    }

    [LoggerMessage(2031, LogLevel.Warning, "The consumer reports {Code}: {Reason}")]
    private static partial void LogError(ILogger logger, string code, string reason);

    [LoggerMessage(2032, LogLevel.Warning, "{Topic}/{Partition} goes back to offset {Offset}: the topic was recreated or the brokers lost records; it is read as a new log")]
    private static partial void LogRewound(ILogger logger, string topic, int partition, long offset);

    [LoggerMessage(2033, LogLevel.Warning, "Topics could not be looked at; trying again")]
    private static partial void LogLookFailed(ILogger logger, Exception exception);

    [LoggerMessage(2034, LogLevel.Warning, "The consumer takes long to leave its group; it is left behind")]
    private static partial void LogCloseSlow(ILogger logger);
}

/// <summary>The consumer has to be recreated.</summary>
internal sealed class RestartException(string message, Exception? inner = null) : Exception(message, inner);
