using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Telemetry;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace CxOrchestrator.Log.Kafka;

/// <summary>Sends messages and offers to a topic, keyed by customer. At least once: <see cref="IdHeader"/> is the idempotency key.</summary>
internal sealed class ActionsTopic(KafkaProducer producer, RestoreCheck restored, IOptions<KafkaOptions> options) : IActionChannel
{
    /// <summary>The action's id.</summary>
    public const string IdHeader = "cx-action-id";

    /// <summary>The dispatcher bounds sends per host; brokers take more at once than one web server.</summary>
    private const int Lanes = 8;

    public bool Takes(DecidedAction action) => options.Value.ActionsTopic is not null && action.Kind is (ActionKind.Message or ActionKind.Offer);

    public string HostOf(DecidedAction action) => $"kafka/{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(action.Customer.Value)) % Lanes}";

    public async Task<ChannelResult> SendAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        var message = new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(item.Action.Customer.Value),
            Value = JsonSerializer.SerializeToUtf8Bytes(ActionPayload.Of(item), PayloadJson.Default.ActionPayload),
            Headers = new Headers
            {
                { IdHeader, Encoding.UTF8.GetBytes(item.Action.Id) },
                { "content-type", "application/json"u8.ToArray() },
            },
        };
        TraceHeaders.AddTo(message.Headers);
        try
        {
            if (await restored.WasSentAsync(item.Action.Id, cancellationToken))
            {
                return ChannelResult.Delivered;
            }

            await producer.ProduceAsync(options.Value.ActionsTopic!, message, cancellationToken);
            return ChannelResult.Delivered;
        }
        catch (KafkaException failed)
        {
            return new ChannelResult(IsOfTheRecord(failed.Error) ? ChannelOutcome.Never : ChannelOutcome.Retry, failed.Error.Reason);
        }
        catch (ObjectDisposedException)
        {
            return new ChannelResult(ChannelOutcome.Retry, "This process is stopping.");
        }
    }

    // Everything else can be fixed outside of it: brokers, rights, a topic that is missing.
    private static bool IsOfTheRecord(Error error) =>
        error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidMsg;
}
