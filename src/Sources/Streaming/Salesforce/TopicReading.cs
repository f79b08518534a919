using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Avro;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Sources.Streaming.Salesforce.Wire;
using Google.Protobuf;
using Grpc.Core;

namespace CxOrchestrator.Sources.Streaming.Salesforce;

/// <summary>Subscribes to a topic of the Pub/Sub API. More events are asked for once those that came are taken.</summary>
internal sealed class TopicReading(PubSub.PubSubClient client, Metadata headers, Uri url, TimeSpan idle, TimeProvider clock)
{
    /// <summary>Most events that may be asked for at once.</summary>
    public const int EventsAtOnce = 100;

    private const int SchemasMax = 500;

    private static readonly TimeSpan SchemaWithin = TimeSpan.FromSeconds(30);

    // An id is the hash of its schema.
    private readonly ConcurrentDictionary<string, RecordSchema> _schemas = new(StringComparer.Ordinal);

    /// <summary>Throws <see cref="SystemFailedException"/> where the subscription ends.</summary>
    /// <param name="topic">Like <c>/data/ChangeEvents</c>.</param>
    /// <param name="position">The replay id after which it goes on, in Base64; null: none is known.</param>
    /// <param name="fromOldest">Where none is known it begins with the oldest event, not with the next.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<StreamBatch> ReadAsync(string topic, string? position, bool fromOldest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var replay = position is null ? null : ReplayId(position);
        var lost = position is not null && replay is null;
        while (true)
        {
            if (lost)
            {
                yield return new StreamBatch { Url = url, Lines = default, Topic = topic, Unread = [$"Salesforce no longer has what follows the last event of {topic} that was read: events may be missing. It is read from the oldest that there is."] };
            }

            using var call = client.Subscribe(headers, cancellationToken: cancellationToken);
            var request = new FetchRequest
            {
                TopicName = topic,
                NumRequested = EventsAtOnce,
                ReplayPreset = replay is not null ? ReplayPreset.Custom : lost || fromOldest ? ReplayPreset.Earliest : ReplayPreset.Latest,
                ReplayId = replay ?? ByteString.Empty,
            };
            while (true)
            {
                var (response, unknown) = await NextAsync(call, request, topic, cancellationToken);
                if (response is null)
                {
                    if (!unknown || replay is null)
                    {
                        throw new SystemFailedException($"{url.Host} ended the subscription to {topic}");
                    }

                    (replay, lost) = (null, true);
                    break;
                }

                yield return await BatchAsync(topic, response, cancellationToken);
                request = response.PendingNumRequested == 0 ? new FetchRequest { TopicName = topic, NumRequested = EventsAtOnce } : null;
            }
        }
    }

    private static ByteString? ReplayId(string position)
    {
        try
        {
            return ByteString.FromBase64(position);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // The next answer; null at the end, and whether it ended because the replay id is not known any more.
    private async Task<(FetchResponse? Response, bool Unknown)> NextAsync(
        AsyncDuplexStreamingCall<FetchRequest, FetchResponse> call, FetchRequest? request, string topic, CancellationToken cancellationToken)
    {
        using var quiet = new CancellationTokenSource(idle, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, quiet.Token);
        try
        {
            if (request is not null)
            {
                await AskAsync(call, request, both.Token);
            }

            return await call.ResponseStream.MoveNext(both.Token) ? (call.ResponseStream.Current, false) : (null, false);
        }
        catch (Exception failure) when (quiet.IsCancellationRequested && !cancellationToken.IsCancellationRequested && failure is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
        {
            throw new SystemFailedException($"{url.Host} sent nothing of {topic} for {idle.TotalMinutes:0.#} minutes");
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Cancelled && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.InvalidArgument && Code(failure).Contains("replayid", StringComparison.OrdinalIgnoreCase))
        {
            return (null, true);
        }
        catch (RpcException failure)
        {
            throw Failed(failure, topic);
        }
    }

    private static async Task AskAsync(AsyncDuplexStreamingCall<FetchRequest, FetchResponse> call, FetchRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await call.RequestStream.WriteAsync(request, cancellationToken);
        }
        catch (Exception ended) when (ended is InvalidOperationException or RpcException)
        {
            // The call has ended: what is read next says why.
        }
    }

    private async Task<StreamBatch> BatchAsync(string topic, FetchResponse response, CancellationToken cancellationToken)
    {
        using var lines = new MemoryStream();
        var unread = ImmutableArray.CreateBuilder<string>();
        foreach (var received in response.Events)
        {
            var schema = await SchemaAsync(received.Event.SchemaId, topic, cancellationToken);
            using var line = new MemoryStream();
            try
            {
                using (var writer = new Utf8JsonWriter(line))
                {
                    EventReading.Write(writer, topic, received, schema);
                }

                line.WriteByte((byte)'\n');
                line.WriteTo(lines);
            }
            catch (Exception unfit) when (unfit is AvroException or IOException or ArgumentException or InvalidCastException or OverflowException)
            {
                unread.Add($"The event {received.Event.Id} of {topic} does not fit its schema.");
            }
        }

        var last = response.Events.LastOrDefault()?.ReplayId is { IsEmpty: false } own ? own : response.LatestReplayId;
        return new StreamBatch { Url = url, Topic = topic, Lines = lines.ToArray(), Position = last.IsEmpty ? null : last.ToBase64(), Unread = unread.DrainToImmutable() };
    }

    private async Task<RecordSchema> SchemaAsync(string id, string topic, CancellationToken cancellationToken)
    {
        if (_schemas.TryGetValue(id, out var known))
        {
            return known;
        }

        using var timeout = new CancellationTokenSource(SchemaWithin, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var info = await client.GetSchemaAsync(new SchemaRequest { SchemaId = id }, headers, cancellationToken: both.Token);
            if (Schema.Parse(info.SchemaJson) is not RecordSchema schema)
            {
                throw new SystemFailedException($"The schema of events of {topic} is no record's");
            }

            if (_schemas.Count >= SchemasMax)
            {
                _schemas.Clear();
            }

            return _schemas[id] = schema;
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Cancelled && both.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SystemFailedException($"{url.Host} did not answer in time with the schema of events of {topic}");
        }
        catch (RpcException failure)
        {
            throw Failed(failure, topic);
        }
        catch (AvroException)
        {
            throw new SystemFailedException($"The schema of events of {topic} cannot be read");
        }
    }

    private SystemFailedException Failed(RpcException failure, string topic)
    {
        // Not the answer's own words: nobody knows what they repeat.
        var code = Code(failure);
        return failure.StatusCode == StatusCode.Unavailable && StreamOpener.Failure(url.Host, failure.InnerException ?? failure) is { } network ? network
            : new SystemFailedException($"{url.Host} answered {failure.StatusCode} for {topic}{(code.Length > 0 ? $" ({code})" : "")}");
    }

    private static string Code(RpcException failure) => failure.Trailers.GetValue("error-code") is { Length: < 200 } code && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? code : "";
}
