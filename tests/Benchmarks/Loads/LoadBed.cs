using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Benchmarks.Loads;

/// <summary>An embedded gateway of its own that people sign in to, with customers at risk and cases to claim.</summary>
internal sealed partial class LoadBed : IAsyncDisposable
{
    public const string Owner = "owner";
    public const string Password = "a password chosen once";

    private const int Customers = 500;
    private const int Cases = 400;

    private const string Documents =
        """
        kind: journey
        id: ticket
        name: Ticket
        stages:
          - id: open
            name: Open
            enter: ticket.opened
        ---
        kind: policy
        id: call
        name: Call when a problem comes back
        category: service
        on: {touchpoint: ticket.reopened}
        do:
          - callback: {queue: first-line, due: 1 hour, reason: Came back}
        """;

    private static readonly string[] AnySource = ["*"];
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly CookieContainer _cookies = new();
    private readonly HttpClientHandler _handler;

    private LoadBed(DirectoryInfo folder, Process process, Uri address)
    {
        (_folder, _process, Address) = (folder, process, address);
        _handler = new HttpClientHandler { CookieContainer = _cookies };
        Http = new HttpClient(_handler) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address { get; }

    /// <summary>Of somebody who signed in and may do everything.</summary>
    public HttpClient Http { get; }

    /// <summary>The session, as a header.</summary>
    public string Cookie => _cookies.GetCookieHeader(Address);

    /// <summary>What a machine sends with, for any source.</summary>
    public string Key { get; private set; } = "";

    public static async Task<LoadBed> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cx-bench-");
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("definitions").FullName, "all.yaml"), Documents);
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        var process = BuiltProgram.Start(
            BuiltProgram.Gateway,
            $"--urls {address} --data \"{folder.FullName}/data\" --definitions \"{folder.FullName}/definitions\" --Access:SignIn=Accounts --Access:WrongPasswordsPerAddressMax=10000");
        var bed = new LoadBed(folder, process, address);
        await bed.SignInAsync(await LinkAsync(process));
        await bed.FillAsync();
        return bed;
    }

    /// <summary>Sends touchpoints, one batch.</summary>
    public async Task<HttpResponseMessage> SendAsync(IEnumerable<object> touchpoints)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/touchpoints") { Content = JsonContent.Create(touchpoints) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return await Http.SendAsync(request);
    }

    /// <summary>Until everything received is applied.</summary>
    public async Task<JsonElement> RestAsync()
    {
        while (true)
        {
            var ledger = await Http.GetFromJsonAsync<JsonElement>("/v1/ledger");
            if (ledger.GetProperty("waiting").GetInt64() == 0)
            {
                return ledger;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    /// <summary>Megabytes: what the process holds, and the managed heap after its last collection.</summary>
    public async Task<(double WorkingSet, double Heap)> MemoryAsync()
    {
        _process.Refresh();
        var metrics = await Http.GetStringAsync("/metrics");
        var heap = Heap().Matches(metrics).Sum(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
        return (_process.WorkingSet64 / 1e6, heap / 1e6);
    }

    /// <summary>Series of the metrics that name a source.</summary>
    public async Task<int> SourceSeriesAsync() => (await Http.GetStringAsync("/metrics")).Split('\n').Count(l => l.StartsWith("cx_touchpoints_applied", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _handler.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<Uri> LinkAsync(Process process)
    {
        using var within = new CancellationTokenSource(ReadyWithin);
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(within.Token) is { } line)
        {
            if (Printed().Match(line) is { Success: true } link)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new Uri(link.Groups[1].Value);
            }
        }

        throw new InvalidOperationException("The gateway ended without printing the owner's link.");
    }

    private async Task SignInAsync(Uri link)
    {
        for (var watch = Stopwatch.StartNew(); !await IsReadyAsync(); await Task.Delay(Pause, TimeProvider.System))
        {
            if (watch.Elapsed > ReadyWithin)
            {
                throw new TimeoutException($"The gateway was not ready within {ReadyWithin}.");
            }
        }

        using var form = new FormUrlEncodedContent([new("password", Password), new("again", Password)]);
        using var chosen = await Http.PostAsync(new Uri(Address, link.PathAndQuery), form);
        chosen.EnsureSuccessStatusCode();
        using var signedIn = await Http.PostAsJsonAsync("/v1/sign-in", new { account = Owner, password = Password });
        signedIn.EnsureSuccessStatusCode();
        using var key = await Http.PostAsJsonAsync("/v1/keys", new { name = "loads", sources = AnySource });
        Key = (await key.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("secret").GetString()!;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task FillAsync()
    {
        using var bad = await SendAsync(Enumerable.Range(0, Customers).Select(i => Touchpoint($"r-{i}", $"risk-{i}", "survey.answered", "shop", new { csat = 1 })));
        using var back = await SendAsync(Enumerable.Range(0, Cases).Select(i => Touchpoint($"b-{i}", $"case-{i}", "ticket.reopened", "shop")));
        bad.EnsureSuccessStatusCode();
        back.EnsureSuccessStatusCode();
        await RestAsync();
    }

    public static object Touchpoint(string id, string customer, string type, string source, object? feedback = null) =>
        new { id, source, type, customer, at = TimeProvider.System.GetUtcNow(), feedback };

    [GeneratedRegex(@"choose the password of owner: (\S+)")]
    private static partial Regex Printed();

    [GeneratedRegex(@"^dotnet_gc_last_collection_heap_size_bytes\{.*\} ([0-9.eE+]+)", RegexOptions.Multiline)]
    private static partial Regex Heap();
}
