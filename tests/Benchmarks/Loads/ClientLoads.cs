using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Api.Board;
using CxOrchestrator.Api.Live;
using Microsoft.AspNetCore.SignalR.Client;

namespace CxOrchestrator.Benchmarks.Loads;

/// <summary>What clients do to a gateway, each as much as one machine can.</summary>
internal static class ClientLoads
{
    private const int Drafts = 10_000;
    private const int DraftBytes = 100 * 1024;
    private const int DraftWorkers = 8;
    private const int Sources = 20_000;
    private const int SourceBatch = 500;
    private const int Uploads = 64;
    private const int UploadBytes = 16 << 20;
    private const int Connections = 500;
    private const int Checkers = 64;
    private const int DocumentBytes = 1 << 20;
    private const int Guessers = 32;
    private const int SlowBodies = 15;
    private const int SlowBytesPerSecond = 1_000;

    // Made once: what the senders allocate would slow the reader beside them.
    private static readonly byte[] Upload = new byte[UploadBytes];

    private static readonly TimeSpan For = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SlowEvery = TimeSpan.FromMilliseconds(250);

    public static async Task DraftsAsync(LoadBed bed, LoadCount count)
    {
        var filling = string.Concat(Enumerable.Repeat("# a line of a long comment that says nothing at all to anybody\n", DraftBytes / 64));
        var next = -1;
        await TogetherAsync(DraftWorkers, async _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < Drafts;)
            {
                using var answer = await bed.Http.PutAsJsonAsync(
                    $"/v1/documents/policy/d{i}/draft", new { text = $"kind: policy\nid: d{i}\nname: D\non: {{touchpoint: never.sent}}\ndo:\n  - message: {{channel: email, text: Hello}}\n{filling}" });
                count.Of(answer);
            }
        });
    }

    public static async Task SourcesAsync(LoadBed bed, LoadCount count)
    {
        var next = -1;
        await TogetherAsync(4, async _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < Sources / SourceBatch;)
            {
                using var answer = await bed.SendAsync(Enumerable.Range(i * SourceBatch, SourceBatch).Select(n => LoadBed.Touchpoint($"{n}", $"c-{n % 1000}", "note.made", $"made-up-{n}")));
                count.Of(answer, SourceBatch);
            }
        });
        await bed.RestAsync();
    }

    public static Task UploadsAsync(LoadBed bed, LoadCount count) => ForAWhileAsync(Uploads, async _ =>
    {
        using var content = new ByteArrayContent(Upload);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        try
        {
            using var answer = await bed.Http.PostAsync(new Uri("/v1/backtest-files", UriKind.Relative), content);
            count.Of(answer);
            await AgainAsync(answer);
        }
        catch (HttpRequestException)
        {
            // Refused before the body was read: the answer may be lost with the connection.
            count.Refuse("connection closed");
        }
    });

    public static async Task ConnectionsAsync(LoadBed bed, LoadCount count)
    {
        var open = new List<HubConnection>();
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                var connection = new HubConnectionBuilder().WithUrl(new Uri(bed.Address, LiveHub.Path), http => http.Headers["Cookie"] = bed.Cookie).Build();
                open.Add(connection);
                try
                {
                    await connection.StartAsync();
                    await connection.InvokeAsync<BoardSnapshot>(nameof(ILiveHub.WatchBoard), new BoardFilter { Search = i.ToString(CultureInfo.InvariantCulture) });
                    count.Accept();
                }
                catch (Exception refused) when (refused is not OutOfMemoryException)
                {
                    count.Refuse("closed");
                }
            }

            await Task.Delay(For, TimeProvider.System);
        }
        finally
        {
            await Task.WhenAll(open.Select(c => c.DisposeAsync().AsTask()));
        }
    }

    public static Task ChecksAsync(LoadBed bed, LoadCount count)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < DocumentBytes - 200; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"kind: policy\nid: p{i}\nname: P\non: {{touchpoint: order.placed}}\ndo:\n  - message: {{channel: email, text: Hello}}\n---\n");
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(new { files = new Dictionary<string, string> { ["all.yaml"] = text.ToString() } });
        return ForAWhileAsync(Checkers, async _ =>
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var answer = await bed.Http.PostAsync(new Uri("/v1/definitions/check", UriKind.Relative), content);
            count.Of(answer);
            await AgainAsync(answer);
        });
    }

    public static async Task GuessesAsync(LoadBed bed, LoadCount count)
    {
        var clients = Enumerable.Range(0, Guessers).Select(i => From(bed, $"127.0.0.{i + 2}")).ToList();
        try
        {
            // Another account each time: one that was guessed at a few times waits, and costs nothing more.
            var tried = 0;
            await ForAWhileAsync(Guessers, async i =>
            {
                using var answer = await clients[i].PostAsJsonAsync("/v1/sign-in", new { account = $"guessed-{Interlocked.Increment(ref tried)}", password = "is it this one" });
                count.Of(answer);
            });
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    public static Task SlowBodiesAsync(LoadBed bed, LoadCount count) => ForAWhileAsync(SlowBodies, async _ =>
    {
        using var client = new TcpClient();
        await client.ConnectAsync(bed.Address.Host, bed.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/touchpoints HTTP/1.1\r\nHost: {bed.Address.Authority}\r\nAuthorization: Bearer {bed.Key}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n["));
        var piece = Encoding.ASCII.GetBytes(new string(' ', (int)(SlowBytesPerSecond * SlowEvery.TotalSeconds)));
        var answer = new byte[64];
        var answered = stream.ReadAsync(answer).AsTask();
        try
        {
            while (!answered.IsCompleted)
            {
                await stream.WriteAsync(piece);
                await Task.Delay(SlowEvery, TimeProvider.System);
            }

            count.Refuse(await answered > 12 ? Encoding.ASCII.GetString(answer, 9, 3) : "closed");
        }
        catch (IOException)
        {
            count.Refuse("closed");
        }
    });

    // As clients do that obey Retry-After.
    private static Task AgainAsync(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter?.Delta is { } pause ? Task.Delay(pause, TimeProvider.System) : Task.CompletedTask;

    // One machine with an address of its own.
    private static HttpClient From(LoadBed bed, string address) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = bed.Address };

    private static Task TogetherAsync(int workers, Func<int, Task> work) => Task.WhenAll(Enumerable.Range(0, workers).Select(i => Task.Run(() => work(i))));

    private static async Task ForAWhileAsync(int workers, Func<int, Task> work)
    {
        using var over = new CancellationTokenSource(For);
        await TogetherAsync(workers, async i =>
        {
            while (!over.IsCancellationRequested)
            {
                await work(i);
            }
        });
    }
}
