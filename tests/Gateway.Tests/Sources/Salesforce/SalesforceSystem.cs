using System.Collections.Concurrent;
using System.Globalization;
using Avro;
using Avro.Generic;
using Avro.IO;
using CxOrchestrator.Sources.Streaming.Salesforce.Wire;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Gateway.Tests.Sources.Salesforce;

/// <summary>An org of Salesforce: tokens on one port, the Pub/Sub API on another. It keeps its events, and remembers replay ids from <see cref="OldestReplay"/> on.</summary>
internal sealed class SalesforceSystem : PubSub.PubSubBase, IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, List<ConsumerEvent>> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _schemas = new(StringComparer.Ordinal);
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SalesforceSystem()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http1);
            k.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.MapPost("/services/oauth2/token", async context =>
        {
            var form = await context.Request.ReadFormAsync();
            await context.Response.WriteAsync($$"""{"access_token":"token-of-{{form["client_id"]}}-{{form["client_secret"]}}"}""");
        });
        _app.MapGrpcService<SalesforceSystem>();
    }

    private List<Uri> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];

    public Uri Instance => Addresses[0];

    public Uri Api => Addresses[1];

    /// <summary>First requests of subscriptions, with who asked.</summary>
    public ConcurrentQueue<(FetchRequest Request, string Who)> Subscribed { get; } = [];

    /// <summary>Events asked for by the requests after the first.</summary>
    public ConcurrentQueue<int> AskedFor { get; } = [];

    public int OldestReplay { get; set; }

    /// <summary>Refuses subscriptions.</summary>
    public Status? Refuses { get; set; }

    public int SchemasAsked { get; private set; }

    public static async Task<SalesforceSystem> StartAsync()
    {
        var system = new SalesforceSystem();
        await system._app.StartAsync();
        return system;
    }

    /// <summary>Publishes an event; its replay id is its number within all topics, from 1.</summary>
    public void Publish(string topic, string schema, Action<GenericRecord> fill)
    {
        var parsed = (RecordSchema)Schema.Parse(schema);
        var record = new GenericRecord(parsed);
        fill(record);
        using var bytes = new MemoryStream();
        new GenericDatumWriter<GenericRecord>(parsed).Write(record, new BinaryEncoder(bytes));
        Publish(topic, schema, bytes.ToArray());
    }

    public void Publish(string topic, string schema, byte[] payload)
    {
        var id = $"schema-{schema.Length}";
        _schemas[id] = schema;
        lock (_topics)
        {
            var number = _topics.Values.Sum(t => t.Count) + 1;
            _topics.GetOrAdd(topic, _ => []).Add(new ConsumerEvent { Event = new ProducerEvent { Id = $"event-{number}", SchemaId = id, Payload = ByteString.CopyFrom(payload) }, ReplayId = Replay(number) });
        }

        Changed();
    }

    /// <summary>Every subscription gets an answer without events, as when nothing happened for a while.</summary>
    public void KeepAlive()
    {
        _kept++;
        Changed();
    }

    /// <summary>Ends every subscription with an error.</summary>
    public void Break()
    {
        _broken++;
        Changed();
    }

    private int _kept;
    private int _broken;

    public override async Task Subscribe(IAsyncStreamReader<FetchRequest> requestStream, IServerStreamWriter<FetchResponse> responseStream, ServerCallContext context)
    {
        Assert.True(await requestStream.MoveNext());
        var first = requestStream.Current;
        Subscribed.Enqueue((first, string.Join('|', ((string[])["accesstoken", "instanceurl", "tenantid"]).Select(n => context.RequestHeaders.GetValue(n)))));
        if (Refuses is { } status)
        {
            throw new RpcException(status, new Metadata { { "error-code", "sfdc.platform.eventbus.grpc.service.auth.error" } });
        }

        var after = first.ReplayPreset switch
        {
            ReplayPreset.Custom => Number(first.ReplayId),
            ReplayPreset.Earliest => OldestReplay - 1,
            _ => Last,
        };
        if (first.ReplayPreset == ReplayPreset.Custom && after < OldestReplay)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The replay id is not valid."), new Metadata { { "error-code", "sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed" } });
        }

        var (wanted, kept, broken) = (first.NumRequested, _kept, _broken);
        var next = requestStream.MoveNext(context.CancellationToken);
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var changed = _changed.Task;
            if (_broken != broken)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "It is restarted."));
            }

            var found = Events(first.TopicName, after).Take(wanted).ToList();
            if (found.Count > 0 || _kept != kept)
            {
                kept = _kept;
                wanted -= found.Count;
                after = found.Count > 0 ? Number(found[^1].ReplayId) : Last;
                var response = new FetchResponse { LatestReplayId = Replay(after), PendingNumRequested = wanted };
                response.Events.AddRange(found);
                await responseStream.WriteAsync(response);
                continue;
            }

            if (await Task.WhenAny(changed, next, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken)) == next)
            {
                if (!await next)
                {
                    return;
                }

                AskedFor.Enqueue(requestStream.Current.NumRequested);
                wanted += requestStream.Current.NumRequested;
                next = requestStream.MoveNext(context.CancellationToken);
            }
        }
    }

    public override Task<SchemaInfo> GetSchema(SchemaRequest request, ServerCallContext context)
    {
        SchemasAsked++;
        return Task.FromResult(new SchemaInfo { SchemaId = request.SchemaId, SchemaJson = _schemas[request.SchemaId] });
    }

    public async ValueTask DisposeAsync()
    {
        Break();
        await _app.DisposeAsync();
    }

    private int Last
    {
        get
        {
            lock (_topics)
            {
                return _topics.Values.Sum(t => t.Count);
            }
        }
    }

    private List<ConsumerEvent> Events(string topic, int after)
    {
        lock (_topics)
        {
            return _topics.TryGetValue(topic, out var events) ? [.. events.Where(e => Number(e.ReplayId) > after && Number(e.ReplayId) >= OldestReplay)] : [];
        }
    }

    private void Changed() => Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private static ByteString Replay(int number) => ByteString.CopyFromUtf8(number.ToString("D8", CultureInfo.InvariantCulture));

    private static int Number(ByteString replay) => int.Parse(replay.ToStringUtf8(), CultureInfo.InvariantCulture);
}
