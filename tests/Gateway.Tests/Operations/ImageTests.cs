using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CxOrchestrator.Gateway.Tests.Clients;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>The image as its Dockerfile makes and starts it; there is no engine here that could build it.</summary>
public sealed partial class ImageTests
{
    private static readonly string[] Programs = ["src/Gateway/Gateway.csproj", "src/Silo/Silo.csproj", "src/Cli/Cli.csproj"];

    private static IReadOnlyList<string> Lines { get; } = DeployFiles.Text("Dockerfile").Split('\n');

    // What COPY takes out of the repository.
    private static IEnumerable<string> Copied => Lines.Where(l => l.StartsWith("COPY ", StringComparison.Ordinal) && !l.Contains("--from", StringComparison.Ordinal))
        .SelectMany(l => l.Split(' ')[1..^1]);

    [Fact]
    public void Copies_AreThereAndNotIgnored()
    {
        Assert.True(Copied.Count() > 20);
        Assert.All(Copied, path => Assert.True(Path.Exists(Path.Combine(DeployFiles.Root, path)), $"COPY {path}: it is not there."));
    }

    [Fact]
    public void Restore_ReadsEveryProjectAndNoSource()
    {
        var (needed, imported) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        var open = new Stack<string>(Programs);
        while (open.TryPop(out var project))
        {
            if (needed.Add(project))
            {
                var folder = Path.GetDirectoryName(Path.Combine(DeployFiles.Root, project))!;
                var document = XDocument.Load(Path.Combine(DeployFiles.Root, project));
                imported.AddRange(document.Root!.Elements("Import").Select(i => InRepository(folder, i.Attribute("Project")!.Value)));
                foreach (var reference in document.Descendants("ProjectReference"))
                {
                    open.Push(InRepository(folder, reference.Attribute("Include")!.Value));
                }
            }
        }

        var restore = Lines.Select((line, i) => (line, i)).First(l => l.line.Contains("dotnet restore", StringComparison.Ordinal)).i;
        var before = Lines.Take(restore).Where(l => l.StartsWith("COPY ", StringComparison.Ordinal)).SelectMany(l => l.Split(' ')[1..^1]).ToList();
        Assert.Equal(needed.Order(), before.Where(c => c.EndsWith(".csproj", StringComparison.Ordinal)).Order());
        Assert.Equal(needed.Select(p => $"{Path.GetDirectoryName(p)}/packages.lock.json").Order(), before.Where(c => c.EndsWith("packages.lock.json", StringComparison.Ordinal)).Order());
        Assert.NotEmpty(imported);
        Assert.All(imported, i => Assert.Contains(i, before));
        Assert.DoesNotContain("src", before);

        static string InRepository(string folder, string path) => Path.GetRelativePath(DeployFiles.Root, Path.GetFullPath(Path.Combine(folder, path)));
    }

    [Fact]
    public async Task Program_AsTheImageStartsIt_ServesTheNetworkAndPrintsALinkAndAKeyOnce()
    {
        var port = Ports.Free();
        var data = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        var address = new Uri($"http://{OwnAddress()}:{port}");
        string key;
        await using (var first = Start(data.FullName, port))
        {
            await first.UntilAsync("listens on");
            key = Key().Match(first.Output).Groups["key"].Value;
            Assert.NotEmpty(key);
            using var client = new HttpClient { BaseAddress = address };
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(client, null));
            Assert.Equal(HttpStatusCode.Accepted, await SendAsync(client, key));
            using var read = await client.GetAsync(new Uri("/v1/at-risk", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, read.StatusCode);
            using var local = new HttpClient();
            using var link = await local.GetAsync(new Uri(Link().Match(first.Output).Value), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, link.StatusCode);
        }

        await using (var again = Start(data.FullName, port))
        {
            await again.UntilAsync("listens on");
            Assert.Matches(Link(), again.Output);
            Assert.DoesNotMatch(Key(), again.Output);
            using var later = new HttpClient { BaseAddress = address };
            Assert.Equal(HttpStatusCode.Accepted, await SendAsync(later, key));
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task Program_OnANetworkWhereNobodySignsIn_DoesNotStart()
    {
        var data = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        await using var program = Start(data.FullName, Ports.Free(), new Dictionary<string, string> { ["Access__SignIn"] = "Open" });
        Assert.Equal(2, await program.EndAsync());
        Assert.Contains("Access:SignIn=Accounts", program.Output, StringComparison.Ordinal);
        data.Delete(recursive: true);
    }

    private static RunningProgram Start(string data, int port, Dictionary<string, string>? environment = null)
    {
        var said = Lines.Single(l => l.StartsWith("CMD ", StringComparison.Ordinal));
        var command = JsonSerializer.Deserialize<string[]>(said[4..])!;
        Assert.Contains("/data", command);
        var arguments = command.Select(a => a.Replace("/data", data, StringComparison.Ordinal).Replace("5080", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        environment ??= Lines.Where(l => l.StartsWith("ENV ", StringComparison.Ordinal)).Select(l => l[4..].Split('=')).ToDictionary(v => v[0], v => v[1]);
        var program = AppContext.BaseDirectory.Replace("tests/Gateway.Tests/", "src/Gateway/", StringComparison.Ordinal) + "CxOrchestrator.Gateway.dll";
        return RunningProgram.Start("dotnet", Path.GetTempPath(), environment, [program, .. arguments]);
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient client, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/touchpoints", UriKind.Relative));
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Host = "localhost";
        request.Content = new StringContent("""{"id":"1","type":"order.placed","customer":"ann","at":"2026-03-03T09:00:00Z"}""", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    // As another machine reaches it; where there is no network, the loopback.
    private static IPAddress OwnAddress() => NetworkInterface.GetAllNetworkInterfaces().Where(i => i.OperationalStatus == OperationalStatus.Up)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a)) ?? IPAddress.Loopback;

    [GeneratedRegex(@"Authorization: Bearer (?<key>cx_\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    [GeneratedRegex(@"http://localhost:\d+/sign-in/first\?token=\S+")]
    private static partial Regex Link();
}
