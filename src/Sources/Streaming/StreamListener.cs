using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Streaming.Salesforce;
using CxOrchestrator.Sources.Streaming.Salesforce.Wire;
using Grpc.Core;
using Grpc.Net.Client;

namespace CxOrchestrator.Sources.Streaming;

/// <summary>Listens to a source as its document says.</summary>
public sealed class StreamListener : IDisposable
{
    /// <summary>Most topics of a connection.</summary>
    public const int TopicsMax = 20;

    /// <summary>Largest answer of the Pub/Sub API, in bytes: 100 events of at most 1 MB are sent in several.</summary>
    private const int AnswerMax = 8 << 20;

    private readonly StreamDefinition _stream;
    private readonly ProviderValues _values;
    private readonly StreamOpener _opener;
    private readonly IHttpMessageHandlerFactory _handlers;
    private readonly TimeProvider _clock;

    /// <param name="stream">How it is listened to.</param>
    /// <param name="values">Settings and secrets of the connection.</param>
    /// <param name="clients">Have the client <see cref="ProviderHttp.ClientName"/>.</param>
    /// <param name="handlers">Of the same client.</param>
    /// <param name="clock">For timeouts and tokens.</param>
    public StreamListener(StreamDefinition stream, ProviderValues values, IHttpClientFactory clients, IHttpMessageHandlerFactory handlers, TimeProvider clock)
    {
        (_stream, _values, _handlers, _clock) = (stream, values, handlers, clock);

        // A system may begin its answer with the first event.
        _opener = new StreamOpener(stream.Request, stream.Query, stream.Auth, clients, stream.Idle, clock);
    }

    /// <summary>
    /// Batches as they come; an empty one says that the connection is open. Ends where the system ends the connection in order; throws
    /// <see cref="SystemFailedException"/> where it breaks.
    /// </summary>
    /// <param name="cursor">How far it was read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<StreamBatch> ListenAsync(StreamCursor cursor, CancellationToken cancellationToken) =>
        _stream.Protocol == StreamProtocol.Salesforce ? TopicsAsync(cursor, cancellationToken) : LinesAsync(cancellationToken);

    public void Dispose() => _opener.Dispose();

    private async IAsyncEnumerable<StreamBatch> LinesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var answer = await _opener.OpenAsync(_values, _stream.RedirectsTo, cancellationToken);
        yield return new StreamBatch { Url = answer.Url, Lines = default };
        await foreach (var batch in LineReading.ReadAsync(answer, _stream.Idle, _clock, cancellationToken))
        {
            yield return batch;
        }
    }

    private async IAsyncEnumerable<StreamBatch> TopicsAsync(StreamCursor cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var topics = Topics();
        var (url, headers) = await _opener.SignAsync(_values, cancellationToken);
        using var channel = GrpcChannel.ForAddress(url, new GrpcChannelOptions { HttpHandler = _handlers.CreateHandler(ProviderHttp.ClientName), DisposeHttpClient = false, MaxReceiveMessageSize = AnswerMax });
        var metadata = new Metadata();
        foreach (var (name, value) in headers)
        {
            metadata.Add(name.ToLowerInvariant(), value);
        }

        var reading = new TopicReading(new PubSub.PubSubClient(channel), metadata, url, _stream.Idle, _clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<StreamBatch>(1);
        var all = Task.WhenAll(topics.Select(t => OneAsync(t)));
        _ = all.ContinueWith(done => batches.Writer.TryComplete(done.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                yield return batch;
            }
        }
        finally
        {
            await ended.CancelAsync();
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task OneAsync(string topic)
        {
            try
            {
                await foreach (var batch in reading.ReadAsync(topic, cursor.Positions.GetValueOrDefault(topic), _stream.FromOldest, ended.Token))
                {
                    await batches.Writer.WriteAsync(batch, ended.Token);
                }
            }
            catch
            {
                // One that ends ends the others: they go on together.
                await ended.CancelAsync();
                throw;
            }
        }
    }

    private ImmutableArray<string> Topics()
    {
        ImmutableArray<string> topics = [.. StreamOpener.Fill(_stream.Topics ?? "", _values).Split([',', ' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        return topics.IsEmpty ? throw new SystemFailedException("No topic is stated")
            : topics.Length > TopicsMax ? throw new SystemFailedException($"More than {TopicsMax} topics are stated; make a connection for the others") : topics;
    }
}
