using System.Globalization;
using System.Text.Json;
using CxOrchestrator.Gateway.Learning;
using CxOrchestrator.Gateway.Tests.Operations;

namespace CxOrchestrator.Gateway.Tests.Learning;

/// <summary>Searches for warnings over the API, on what was recorded.</summary>
[Collection(nameof(OneMeterProvider))]
public sealed class WarningSearchTests : IAsyncLifetime
{
    private const string Journey =
        """
        # The shop's orders.
        kind: journey
        id: order
        name: Order
        instance: order
        stages:
          - {id: placed, enter: order.placed}
          - {id: shipped, enter: order.shipped}
          - {id: delivered, enter: order.delivered}
          - {id: reviewed, enter: review.submitted, end: true}
        """;

    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddDays(-80);

    private DirectoryInfo _documents = null!;
    private EmbeddedGateway _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _documents = Directory.CreateTempSubdirectory("cx-gateway-tests-");
        await File.WriteAllTextAsync(Path.Combine(_documents.FullName, "order.yaml"), Journey, Cancel);
        _gateway = await EmbeddedGateway.StartAsync("--definitions", _documents.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _documents.Delete(recursive: true);
    }

    // A third is shipped after five days, and then reviewed badly ten days later; the others within a day, and reviewed well.
    private static IEnumerable<string> Touchpoints(int orders) => Enumerable.Range(0, orders).SelectMany(i =>
    {
        var (placed, slow) = (Start.AddHours(6 * i), i % 3 == 0);
        var shipped = placed.AddDays(slow ? 5 : 0.5);
        return (string[])
        [
            Touchpoint(i, "order.placed", placed, ""), Touchpoint(i, "order.shipped", shipped, ""), Touchpoint(i, "order.delivered", shipped.AddDays(1), ""),
            Touchpoint(i, "review.submitted", shipped.AddDays(slow ? 10 : 2), $$""","feedback":{"csat":{{(slow ? 1 : 5)}}}"""),
        ];
    });

    private static string Touchpoint(int order, string type, DateTimeOffset at, string more) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"id":"{{order}}-{{type}}","source":"shop","type":"{{type}}","customer":"c-{{order % 40}}","at":"{{at:O}}","attributes":{"order":"o-{{order}}"}{{more}}}""");

    private async Task SendAsync(int orders)
    {
        foreach (var batch in Touchpoints(orders).Chunk(400))
        {
            Assert.Equal(202, await _gateway.SendAsync($"[{string.Join(',', batch)}]"));
        }

        while ((await GetAsync("/v1/ledger")).GetProperty("applied").GetInt64() < orders * 4)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }
    }

    private async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await _gateway.Client.GetStringAsync(new Uri(path, UriKind.Relative), Cancel)).RootElement;

    private async Task<(int Status, JsonElement Json)> StartAsync(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _gateway.Client.PostAsync(new Uri("/v1/warning-searches", UriKind.Relative), content, Cancel);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement);
    }

    private async Task<JsonElement> EndAsync(string id)
    {
        while (true)
        {
            var search = await GetAsync($"/v1/warning-searches/{id}");
            if (search.GetProperty("state").GetString() is not ("waiting" or "running"))
            {
                return search;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    [Fact]
    public async Task Search_WhereAWaitAnnouncesTheOutcome_ProposesItAndTriesItInTheCore()
    {
        await SendAsync(240);
        var (status, started) = await StartAsync("""{"outcome":"review.submitted where csat atMost 2"}""");
        Assert.Equal((202, 7, 0.75), (status, started.GetProperty("days").GetDouble(), started.GetProperty("precision").GetDouble()));

        var done = await EndAsync(started.GetProperty("id").GetString()!);
        Assert.Equal("done", done.GetProperty("state").GetString());
        var report = done.GetProperty("report");
        Assert.Equal(("order", 240, 80), (report.GetProperty("journey").GetString(), report.GetProperty("instances").GetInt32(), report.GetProperty("bad").GetInt32()));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("reason").ValueKind);
        var proposed = report.GetProperty("proposed");
        Assert.Contains("order.shipped", proposed.GetProperty("rules")[0].GetString(), StringComparison.Ordinal);
        var document = proposed.GetProperty("document").GetString()!;
        Assert.StartsWith("# The shop's orders.", document, StringComparison.Ordinal);
        Assert.Contains("expectations:", document, StringComparison.Ordinal);
        Assert.Equal((1, 1), (report.GetProperty("withProposal").GetProperty("precision").GetDouble(), report.GetProperty("withProposal").GetProperty("recall").GetDouble()));
        Assert.True(report.GetProperty("withProposal").GetProperty("medianDays").GetDouble() > 10);
        Assert.Equal(0, report.GetProperty("published").GetProperty("earlyRecall").GetDouble());

        // What it found is in the list without its report, and in the audit trail.
        Assert.Equal(JsonValueKind.Null, (await GetAsync("/v1/warning-searches")).GetProperty("items")[0].GetProperty("report").ValueKind);
        var entry = (await GetAsync("/v1/audit")).GetProperty("items").EnumerateArray().First(e => e.GetProperty("action").GetString() == "searchStarted");
        Assert.Equal(("warningSearch", "review.submitted where csat atMost 2"), (entry.GetProperty("kind").GetString(), entry.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Search_WithTooFewOutcomes_SaysSo()
    {
        await SendAsync(6);
        var done = await EndAsync((await StartAsync("""{"outcome":"review.submitted where csat atMost 2","journey":"order"}""")).Json.GetProperty("id").GetString()!);

        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.Equal(
            "Too few outcomes to learn from: it needs at least 30 instances with the outcome and as many without it, and there are 2 and 4.",
            done.GetProperty("report").GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, done.GetProperty("report").GetProperty("proposed").ValueKind);
    }

    [Theory]
    [InlineData("""{"outcome":"a review with csat 2"}""", "/outcome")]
    [InlineData("""{"outcome":"review.submitted where csat atMost bad"}""", "/outcome")]
    [InlineData("""{"outcome":"review.submitted","days":-1}""", "/days")]
    [InlineData("""{"outcome":"review.submitted","precision":75}""", "/precision")]
    [InlineData("""{"outcome":"review.submitted","journey":"none"}""", "/journey")]
    public async Task Start_WrongSearch_IsRefusedWithAPointer(string body, string place)
    {
        var (status, json) = await StartAsync(body);

        Assert.Equal((400, place), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task Get_UnknownSearch_IsNotFound()
    {
        using var answer = await _gateway.Client.GetAsync(new Uri("/v1/warning-searches/none", UriKind.Relative), Cancel);
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public void IsDrawn_OfMoreCustomersThanAreRead_DrawsAboutAsManyAsAre()
    {
        var keys = Enumerable.Range(0, 100_000).Select(i => $"default/c-{i}").ToArray();

        Assert.All(keys, k => Assert.True(WarningSearchRunner.IsDrawn(k, 100_000)));
        Assert.InRange(keys.Count(k => WarningSearchRunner.IsDrawn(k, 10 * WarningSearchRunner.CustomersMax)), 9_500, 10_500);
    }
}
