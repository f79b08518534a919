using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Erasure;
using CxOrchestrator.Storage.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Log.Kafka;

/// <summary>
/// Sends customers' states, as they are committed on this silo, to a compacted topic: of one customer the last within
/// <see cref="KafkaOptions.JourneysEvery"/>. A view, not a record: what waits here as the process dies, or past
/// <see cref="KafkaOptions.JourneysWaitingMax"/>, comes with the customer's next change.
/// </summary>
internal sealed partial class JourneysTopic(
    KafkaProducer producer, IDefinitions definitions, IOptions<KafkaOptions> options, TimeProvider clock, ILogger<JourneysTopic> logger)
    : BackgroundService, ICustomerListener, IErasureStep
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Customer), CustomerChange> _waiting = [];
    private readonly string? _topic = options.Value.JourneysTopic;
    private long _dropped;

    public void Changed(CustomerChange change)
    {
        if (_topic is null)
        {
            return;
        }

        lock (_gate)
        {
            Keep(change);
        }
    }

    /// <summary>Once more at the end of the erasure, and waited for: what was announced as it began may have been lost with a process.</summary>
    public Task RunAsync(RunningErasure erasure, CancellationToken cancellationToken) => _topic is null
        ? Task.CompletedTask
        : producer.ProduceAsync(_topic, new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(erasure.Key.Customer.Value), Value = null! }, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_topic is not null && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(options.Value.JourneysEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await SendAsync(_topic);
        }
    }

    private async Task SendAsync(string topic)
    {
        List<CustomerChange> changes;
        long dropped;
        lock (_gate)
        {
            changes = [.. _waiting.Values];
            _waiting.Clear();
            (dropped, _dropped) = (_dropped, 0);
        }

        if (dropped > 0)
        {
            LogDropped(logger, dropped);
        }

        var failures = await Task.WhenAll(changes.Select(c => TrySendAsync(topic, c)));
        if (failures.FirstOrDefault(f => f is not null) is { } failure)
        {
            LogFailed(logger, failure, failures.Count(f => f is not null));
        }
    }

    // What the brokers did not take waits again, unless a later state does already.
    private async Task<Exception?> TrySendAsync(string topic, CustomerChange change)
    {
        try
        {
            // A record without a value: compaction removes what there was of the key (Kafka's tombstone).
            var message = new Message<byte[], byte[]>
            {
                Key = Encoding.UTF8.GetBytes(change.State.Customer.Value),
                Value = change.Erased ? null! : JsonSerializer.SerializeToUtf8Bytes(JourneyPayload.Of(change, definitions.Current), PayloadJson.Default.JourneyPayload),
            };
            await producer.ProduceAsync(topic, message, CancellationToken.None);
            return null;
        }
        catch (KafkaException failed)
        {
            lock (_gate)
            {
                if (KafkaProducer.IsPassing(failed.Error))
                {
                    Keep(change);
                }
            }

            return failed;
        }
        catch (ObjectDisposedException closed)
        {
            return closed;
        }
    }

    private void Keep(CustomerChange change)
    {
        var key = (change.Tenant, change.State.Customer.Value);
        if (_waiting.TryGetValue(key, out var waiting))
        {
            _waiting[key] = Supersedes(waiting, change) ? waiting : change;
            return;
        }

        if (_waiting.Count >= options.Value.JourneysWaitingMax)
        {
            _dropped++;
            return;
        }

        _waiting[key] = change;
    }

    // A customer that comes back after an erasure begins with its first sequence again: there time decides.
    private static bool Supersedes(CustomerChange waiting, CustomerChange change) =>
        waiting.Erased ? waiting.State.EffectiveAt >= change.State.EffectiveAt
        : change.Erased ? waiting.State.EffectiveAt > change.State.EffectiveAt
        : waiting.State.Sequence > change.State.Sequence;

    [LoggerMessage(2041, LogLevel.Warning, "{Count} customers' states wait for the journeys topic again")]
    private static partial void LogFailed(ILogger logger, Exception exception, int count);

    [LoggerMessage(2042, LogLevel.Warning, "{Count} customers' states were not sent to the journeys topic, because too many waited; they follow with the next change")]
    private static partial void LogDropped(ILogger logger, long count);
}
