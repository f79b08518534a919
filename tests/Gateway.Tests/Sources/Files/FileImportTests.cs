using System.Globalization;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Gateway.Sources.Files;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Storage.Files;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Sources.Files;

/// <summary>Files that become touchpoints of a source: uploaded, previewed, run in the background, cancelled, resumed.</summary>
public sealed class FileImportTests : IAsyncLifetime
{
    private const string Kind =
        "kind: source\nid: sales\nname: Sales\nevents: body\ntype: event.type\neventId: event.id\nat: event.at\ncustomer: event.customer\n"
        + "value: {amount: event.amount, currency: \"'EUR'\"}\ntouchpoints:\n  sold: {as: order.placed}\ndrop: [viewed]\n";

    private const string Connection = "kind: connection\nid: till\nname: Till\nsource: sales\n";

    private readonly FakeTimeProvider _clock = new(GatewayHost.Start);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-import-tests-");
    private GatewayHost _host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FileImportRunner Runner => _host.Get<FileImportRunner>();

    public async ValueTask InitializeAsync()
    {
        _host = await GatewayHost.StartAsync(_clock, ("Sources:FileBytesMax", "1048576"), ("Sources:Folder", _folder.FullName));
        Publish(Kind, Connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Publish(params string[] documents)
    {
        var read = DefinitionReader.Read([.. documents.Select((d, i) => new DocumentSource($"{i}.yaml", d))]);
        Assert.Empty(read.Errors);
        _host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = 2 });
    }

    private async Task<(int Status, JsonElement Json)> PostAsync(string path, byte[] body, string type = "application/octet-stream")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new(type);
        using var answer = await _host.Client.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private async Task<string> UploadAsync(string text, string name = "sales.csv")
    {
        var (status, json) = await PostAsync($"/v1/sources/till/files?name={name}", Encoding.UTF8.GetBytes(text));
        Assert.Equal((201, "waiting"), (status, json.GetProperty("state").GetString()));
        return json.GetProperty("id").GetString()!;
    }

    private async Task<JsonElement> ImportAsync(string id) => (await _host.GetAsync($"/v1/sources/till/files/{id}")).Json;

    private static string Rows(int count) => "id,type,customer,at,amount\n" + string.Concat(Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"e-{i},sold,c-{i % 7},2026-03-01T10:00:00Z,{i}.50\n")));

    private static string IdOf(LogItem item)
    {
        using var json = JsonDocument.Parse(item.Body);
        return json.RootElement.GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task Import_File_IsAppendedAndSaysWhatBecameOfEachRow()
    {
        var id = await UploadAsync("id;type;customer;at;amount\ne-1;sold;c-1;2026-03-01 10:00;12,50\ne-2;viewed;c-1;2026-03-01 10:01;\ne-3;sold\ne-4;sold;;2026-03-01 10:02;1,00\n");

        await Runner.RunAsync(Cancel);

        var import = await ImportAsync(id);
        Assert.Equal(
            ("done", 4L, 1L, 1L, 2L),
            (import.GetProperty("state").GetString(), import.GetProperty("rows").GetInt64(), import.GetProperty("touchpoints").GetInt64(), import.GetProperty("dropped").GetInt64(), import.GetProperty("rejected").GetInt64()));
        Assert.Equal(
            [(3L, "The row has 2 fields, and the header 5."), (4L, "It names no customer: neither an id nor an identity.")],
            import.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("row").GetInt64(), e.GetProperty("reason").GetString()!)));
        var item = Assert.Single(_host.Log.Items);
        using var touchpoint = JsonDocument.Parse(item.Body);
        Assert.Equal(
            ("till", "c-1", "e-1", "order.placed", 12.5m),
            (item.Source, item.Customer.Value, IdOf(item), touchpoint.RootElement.GetProperty("type").GetString(), touchpoint.RootElement.GetProperty("value").GetProperty("amount").GetDecimal()));
        Assert.Equal(id, Assert.Single((await _host.GetAsync("/v1/sources/till/files")).Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        await _host.Get<SourceRecorder>().RunAsync(Cancel);
        Assert.Equal(1, (await _host.GetAsync("/v1/sources/till")).Json.GetProperty("hours")[23].GetProperty("touchpoints").GetInt64());
        var entry = (await _host.GetAsync("/v1/audit?action=fileUploaded")).Json.GetProperty("items")[0];
        Assert.Equal(("connection", "till", "sales.csv"), (entry.GetProperty("kind").GetString(), entry.GetProperty("id").GetString(), entry.GetProperty("detail").GetString()));

        // What is done is not kept: the file goes with the next run.
        await Runner.RunAsync(Cancel);
        Assert.Null(await _host.Get<IFileImports>().PartAsync(id, 0, Cancel));
    }

    [Fact]
    public async Task Import_CrashBetweenAppendAndNote_GoesOnWithTheSameTouchpoints()
    {
        var id = await UploadAsync(Rows(1_700));
        var imports = _host.Get<IFileImports>();
        var leased = (await imports.LeaseAsync("gone", FileImportRun.Lease, Cancel))!;
        var connection = _host.Definitions.Current.Set.SourceConnections[0];
        var mapper = new RowMapper(_host.Definitions.Current.Set.Sources[0], connection.Settings, connection.Id, leased.ReceivedAt);
        var run = new FileImportRun(leased, "gone", mapper, new InterruptedImports(imports, dies: 3), _host.Get<ITouchpointCustomers>(), _host.Log, _clock) { OnAppended = _ => { } };
        await Assert.ThrowsAsync<IOException>(() => run.RunAsync(Cancel));
        Assert.Equal((1_500, 1_000L), (_host.Log.Items.Count, (await imports.GetAsync(id, Cancel))!.Counts.Rows));

        // Until the lease is over nobody else goes on.
        await Runner.RunAsync(Cancel);
        Assert.Equal(1_500, _host.Log.Items.Count);
        _clock.Advance(FileImportRun.Lease);
        await Runner.RunAsync(Cancel);

        var import = await ImportAsync(id);
        Assert.Equal(("done", 1_700L, 1_700L), (import.GetProperty("state").GetString(), import.GetProperty("rows").GetInt64(), import.GetProperty("touchpoints").GetInt64()));
        var byId = _host.Log.Items.GroupBy(IdOf).ToDictionary(g => g.Key, g => g.Select(i => Encoding.UTF8.GetString(i.Body.Span)).Distinct().ToList());
        Assert.Equal(Enumerable.Range(1, 1_700).Select(i => $"e-{i}").Order(StringComparer.Ordinal), byId.Keys.Order(StringComparer.Ordinal));
        Assert.All(byId.Values, bodies => Assert.Single(bodies));
        Assert.Equal(2_200, _host.Log.Items.Count);
    }

    [Fact]
    public async Task Import_RowsWithoutIdOrTime_HaveTheSameIdsEachTimeTheyAreRead()
    {
        Publish(Kind.Replace("eventId: event.id\nat: event.at\n", "", StringComparison.Ordinal), Connection);
        await UploadAsync(Rows(3));
        var imports = _host.Get<IFileImports>();
        var leased = (await imports.LeaseAsync("gone", FileImportRun.Lease, Cancel))!;
        var mapper = new RowMapper(_host.Definitions.Current.Set.Sources[0], [], "till", leased.ReceivedAt);
        var run = new FileImportRun(leased, "gone", mapper, new InterruptedImports(imports, dies: 1), _host.Get<ITouchpointCustomers>(), _host.Log, _clock) { OnAppended = _ => { } };
        await Assert.ThrowsAsync<IOException>(() => run.RunAsync(Cancel));
        _clock.Advance(TimeSpan.FromHours(1));

        await Runner.RunAsync(Cancel);

        Assert.Equal((6, 3), (_host.Log.Items.Count, _host.Log.Items.Select(IdOf).Distinct().Count()));
    }

    [Fact]
    public async Task Import_LogFull_WaitsAndGoesOn()
    {
        var id = await UploadAsync(Rows(3));
        _host.Log.Fails = new LogFullException(TimeSpan.FromSeconds(5));
        var running = Runner.RunAsync(Cancel);
        await WaitForAsync(async () => (await ImportAsync(id)).GetProperty("problem").GetString()?.Contains("size limit", StringComparison.Ordinal) == true, "the import to wait");

        _host.Log.Fails = null;
        await FinishAsync(running);

        Assert.Equal(3, _host.Log.Items.Count);
        var import = await ImportAsync(id);
        Assert.Equal(("done", null), (import.GetProperty("state").GetString(), import.GetProperty("problem").GetString()));
    }

    [Fact]
    public async Task Cancel_WhileItWaitsForTheLog_StopsIt()
    {
        var id = await UploadAsync(Rows(3));
        _host.Log.Fails = new LogBusyException(TimeSpan.FromSeconds(1));
        var running = Runner.RunAsync(Cancel);
        await WaitForAsync(async () => (await ImportAsync(id)).GetProperty("problem").ValueKind == JsonValueKind.String, "the import to wait");

        Assert.Equal("cancelled", (await PostAsync($"/v1/sources/till/files/{id}/cancel", [])).Json.GetProperty("state").GetString());
        await FinishAsync(running);

        Assert.Empty(_host.Log.Items);
        Assert.Equal("cancelled", (await ImportAsync(id)).GetProperty("state").GetString());
        Assert.Equal(409, (await PostAsync($"/v1/sources/till/files/{id}/cancel", [])).Status);
        Assert.Equal(404, (await PostAsync("/v1/sources/till/files/other/cancel", [])).Status);
    }

    [Fact]
    public async Task Import_FileThatCannotBeRead_FailsAndSaysWhy()
    {
        var id = await UploadAsync("{\"id\":\"e-1\",\"type\":\"sold\",\"customer\":\"c-1\"}", "sales.parquet");
        var disabled = await UploadAsync(Rows(1));
        Publish(Kind, Connection + "enabled: false\n");

        await Runner.RunAsync(Cancel);
        Assert.Equal("The connection is disabled. Enable it and import the file again.", (await ImportAsync(disabled)).GetProperty("problem").GetString());
        Publish(Kind, Connection);
        var damaged = await UploadAsync("{\"id\":\"e-1\"}", "sales.parquet");
        await Runner.RunAsync(Cancel);

        Assert.Equal("failed", (await ImportAsync(id)).GetProperty("state").GetString());
        Assert.Equal(("failed", "The file is not Parquet, or damaged."), (await ImportAsync(damaged) is var import ? (import.GetProperty("state").GetString(), import.GetProperty("problem").GetString()) : default));
        Assert.Empty(_host.Log.Items);
    }

    [Fact]
    public async Task Upload_Wrong_IsRefusedAndSaysWhere()
    {
        Assert.Equal(404, (await PostAsync("/v1/sources/other/files?name=a.csv", "a\n1\n"u8.ToArray())).Status);
        var (status, json) = await PostAsync("/v1/sources/till/files?name=a.xlsx", "a\n1\n"u8.ToArray());
        Assert.Equal((400, "name"), (status, json.GetProperty("errors")[0].GetProperty("pointer").GetString()));
        Assert.Equal(400, (await PostAsync("/v1/sources/till/files?name=a.csv", [])).Status);
        Assert.Equal(413, (await PostAsync("/v1/sources/till/files?name=a.csv", new byte[1_048_577])).Status);
        Publish(Kind, Connection + "enabled: false\n");
        Assert.Equal(409, (await PostAsync("/v1/sources/till/files?name=a.csv", "a\n1\n"u8.ToArray())).Status);

        Assert.All((await _host.GetAsync("/v1/sources/till/files")).Json.GetProperty("items").EnumerateArray(), i => Assert.Equal("cancelled", i.GetProperty("state").GetString()));
        Assert.Equal(404, (await _host.GetAsync("/v1/sources/till/files/other")).Status);
    }

    [Fact]
    public async Task Preview_File_ShowsColumnsTouchpointsAndErrors()
    {
        var (status, json) = await PostAsync("/v1/sources/till/files/preview", "id,type,customer,at,amount\n007,sold,c-1,2026-03-01,5\n8,sold\n9,viewed,c-1,2026-03-01,\n"u8.ToArray(), "text/csv");

        Assert.Equal(200, status);
        Assert.Equal([("id", "text"), ("type", "text"), ("customer", "text"), ("at", "time"), ("amount", "number")], json.GetProperty("columns").EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("type").GetString()!)));
        Assert.Equal(["007", "9"], json.GetProperty("columns")[0].GetProperty("examples").EnumerateArray().Select(e => e.GetString()!));
        var rows = json.GetProperty("rows");
        Assert.Equal("order.placed", rows[0].GetProperty("events")[0].GetProperty("touchpoints")[0].GetProperty("touchpoint").GetProperty("type").GetString());
        Assert.Equal("The row has 2 fields, and the header 5.", rows[1].GetProperty("problem").GetString());
        Assert.Equal("dropped", rows[2].GetProperty("events")[0].GetProperty("outcome").GetString());
        Assert.Empty(_host.Log.Items);
        Assert.Empty((await _host.GetAsync("/v1/sources/till/files")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Preview_ForMaskedRoles_HidesWhatTheFileHolds()
    {
        await using var host = await GatewayHost.StartAsync(_clock, ("Access:MaskedRoles", "viewer marketer approver operator supervisor administrator"));
        using var content = new ByteArrayContent("name,e-mail\nAnn,ann@example.org\n"u8.ToArray());
        using var answer = await host.Client.PostAsync(new Uri("/v1/sources/new/files/preview?name=a.csv", UriKind.Relative), content, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Contains("e-mail", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ann", text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_NoKindYet_ProposesADocument()
    {
        var (_, json) = await PostAsync("/v1/sources/new/files/preview?name=Survey%20answers.csv&part=true", "Response ID,Submitted at,E-mail,Score,Comment,Store no.\n1,2026-03-01,ann@example.org,4,Nice,7\n2,2026-0"u8.ToArray());

        Assert.Single(json.GetProperty("rows").EnumerateArray());
        var proposal = json.GetProperty("proposal").GetString()!;
        var read = DefinitionReader.Read([new DocumentSource("p.yaml", proposal)]);
        Assert.Empty(read.Errors);
        Assert.Equal("survey-answers", Assert.Single(read.Set!.Sources).Id);
        Assert.Contains("storeNo", proposal, StringComparison.Ordinal);
        Assert.Contains("csat", proposal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_Unreadable_SaysWhy()
    {
        var (status, json) = await PostAsync("/v1/sources/till/files/preview?name=a.parquet", "PAR1"u8.ToArray());

        Assert.Equal((200, "The file is not Parquet, or damaged."), (status, json.GetProperty("problem").GetString()));
    }

    [Fact]
    public async Task Folder_Files_AreTakenOnceAndMoved()
    {
        var own = _folder.CreateSubdirectory("till");
        await File.WriteAllTextAsync(Path.Combine(own.FullName, "a.csv"), Rows(2), Cancel);
        await File.WriteAllTextAsync(Path.Combine(own.FullName, "b.xlsx"), "x", Cancel);
        await File.WriteAllTextAsync(Path.Combine(own.FullName, "c.parquet"), "x", Cancel);
        foreach (var file in own.EnumerateFiles())
        {
            file.LastWriteTimeUtc = (GatewayHost.Start - FolderImporter.Quiet).UtcDateTime;
        }

        await File.WriteAllTextAsync(Path.Combine(own.FullName, "d.csv"), Rows(9), Cancel);
        new FileInfo(Path.Combine(own.FullName, "d.csv")).LastWriteTimeUtc = GatewayHost.Start.UtcDateTime;
        for (var i = 0; i < 8; i++)
        {
            await _host.Get<FolderImporter>().RunAsync(Cancel);
            await Runner.RunAsync(Cancel);
        }

        // One that was written to just now may not be complete.
        Assert.Equal(["d.csv"], own.EnumerateFiles().Select(f => f.Name));
        Assert.Equal(["a.csv"], own.CreateSubdirectory(FolderImporter.Done).EnumerateFiles().Select(f => f.Name));
        Assert.Equal(["b.xlsx", "c.parquet"], own.CreateSubdirectory(FolderImporter.Failed).EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Equal(2, _host.Log.Items.Count);
    }

    private async Task FinishAsync(Task running)
    {
        while (!running.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        await running;
    }

    private static async Task WaitForAsync(Func<Task<bool>> holds, string what)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 10_000, $"Waited in vain for {what}.");
            await Task.Yield();
        }
    }
}
