using System.Globalization;
using System.Text.Json;
using Avro;
using Avro.Generic;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Sources;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Sources.Kinds;
using CxOrchestrator.Sources.Streaming.Salesforce.Wire;
using CxOrchestrator.Storage.Deliveries;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Sources.Salesforce;

/// <summary>The built-in source of Salesforce, subscribed to an org by the Pub/Sub API.</summary>
public sealed class SalesforceTests : IAsyncLifetime
{
    private const string Changes = "/data/ChangeEvents";
    private const string Orders = "/event/Order_Event__e";

    /// <summary>As the API describes a change of a case: the header, a compound field, and fields that may be missing.</summary>
    private const string CaseSchema =
        """
        {"type":"record","name":"CaseChangeEvent","namespace":"com.sforce.eventbus","fields":[
          {"name":"ChangeEventHeader","type":{"type":"record","name":"ChangeEventHeader","fields":[
            {"name":"entityName","type":"string"},
            {"name":"recordIds","type":{"type":"array","items":"string"}},
            {"name":"changeType","type":{"type":"enum","name":"ChangeType","symbols":["CREATE","UPDATE","DELETE","UNDELETE","GAP_CREATE"]}},
            {"name":"commitTimestamp","type":"long"},
            {"name":"nulledFields","type":{"type":"array","items":"string"}},
            {"name":"diffFields","type":{"type":"array","items":"string"}},
            {"name":"changedFields","type":{"type":"array","items":"string"}}]}},
          {"name":"CaseNumber","type":["null","string"],"default":null},
          {"name":"ContactId","type":["null","string"],"default":null},
          {"name":"Status","type":["null","string"],"default":null},
          {"name":"Subject","type":["null","string"],"default":null},
          {"name":"Contact","type":["null",{"type":"record","name":"Person","fields":[
            {"name":"FirstName","type":["null","string"],"default":null},
            {"name":"LastName","type":["null","string"],"default":null}]}],"default":null},
          {"name":"Cost","type":["null","double"],"default":null},
          {"name":"IsClosed","type":["null","boolean"],"default":null}]}
        """;

    private const string OrderSchema =
        """
        {"type":"record","name":"Order_Event__e","namespace":"com.sforce.eventbus","fields":[
          {"name":"CreatedDate","type":"long"},{"name":"CreatedById","type":"string"},
          {"name":"Email__c","type":["null","string"],"default":null},{"name":"Order__c","type":["null","string"],"default":null}]}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new(GatewayHost.Start);
    private GatewayHost _host = null!;
    private SalesforceSystem _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await SalesforceSystem.StartAsync();
        _host = await GatewayHost.StartAsync(
            _clock, ("Channels:LoopbackPorts:0", _org.Instance.Port.ToString(CultureInfo.InvariantCulture)), ("Channels:LoopbackPorts:1", _org.Api.Port.ToString(CultureInfo.InvariantCulture)));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _org.DisposeAsync();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task PublishAsync(string topics = Changes)
    {
        var source = BuiltInSources.Documents.Single(d => d.File == "salesforce.yaml").Text.Replace("https://api.pubsub.salesforce.com:7443", _org.Api.ToString(), StringComparison.Ordinal);
        var read = DefinitionReader.Read(
        [
            new DocumentSource("salesforce.yaml", source),
            new DocumentSource("crm.yaml", $"kind: connection\nid: crm\nname: CRM\nsource: salesforce\nsettings: {{instance: '{_org.Instance.ToString().TrimEnd('/')}', organization: 00Dxx0000001gER, clientId: app, topics: '{topics}'}}\n"),
        ]);
        Assert.Empty(read.Errors);
        _host.Definitions.Current = new CompiledDefinitions(read.Set! with { Version = _host.Definitions.Current.Set.Version + 1 });
        Assert.Equal(204, (await _host.SendAsync(HttpMethod.Put, "/v1/sources/crm/secrets/clientSecret", JsonSerializer.Serialize(new { value = "made-up" }))).Status);
    }

    private List<JsonElement> Touchpoints => [.. _host.Log.Items.Select(i => JsonDocument.Parse(i.Body).RootElement)];

    private SourcePullState? State => _host.Get<ISourcePulls>().ListAsync(Cancel).GetAwaiter().GetResult().SingleOrDefault();

    private async Task UntilAsync(Func<bool> done, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"It did not come to this: {what}. {State}");
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    // They are kept a moment after their touchpoints are in the log.
    private async Task<List<JsonElement>> DeliveriesAsync(Func<List<JsonElement>, bool> are)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await _host.Get<SourceRecorder>().RunAsync(Cancel);
            var items = (await _host.GetAsync("/v1/sources/crm/deliveries")).Json.GetProperty("items").EnumerateArray().ToList();
            if (are(items))
            {
                return items;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, $"The deliveries are: {string.Join('\n', items)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancel);
        }
    }

    private static string? Reason(JsonElement delivery) => delivery.GetProperty("reason").GetString();

    private static void Case(GenericRecord record, string change, string[] changed, params (string Field, object Value)[] values)
    {
        var header = new GenericRecord((RecordSchema)record.Schema["ChangeEventHeader"].Schema);
        header.Add("entityName", "Case");
        header.Add("recordIds", new object[] { "500xx000000bpkT" });
        header.Add("changeType", new GenericEnum((EnumSchema)header.Schema["changeType"].Schema, change));
        header.Add("commitTimestamp", GatewayHost.Start.AddMinutes(-5).ToUnixTimeMilliseconds());
        header.Add("nulledFields", Array.Empty<object>());
        header.Add("diffFields", Array.Empty<object>());
        header.Add("changedFields", changed.ToArray<object>());
        record.Add("ChangeEventHeader", header);
        foreach (var (field, value) in values)
        {
            record.Add(field, value);
        }
    }

    private void OpenCase(string number) => _org.Publish(
        Changes, CaseSchema, r => Case(r, "CREATE", [], ("CaseNumber", number), ("ContactId", "003xx000004TmiQ"), ("Status", "New"), ("Subject", "Where is it?"), ("Cost", 12.5), ("IsClosed", false)));

    [Fact]
    public async Task Events_OfATopic_BecomeTouchpoints()
    {
        await PublishAsync();
        await UntilAsync(() => _org.Subscribed.Count == 1, "it is subscribed to");
        var (request, who) = _org.Subscribed.First();
        Assert.Equal((Changes, ReplayPreset.Latest, 100), (request.TopicName, request.ReplayPreset, request.NumRequested));
        Assert.Equal($"token-of-app-made-up|{_org.Instance.ToString().TrimEnd('/')}|00Dxx0000001gER", who);

        OpenCase("00001026");
        _org.Publish(Changes, CaseSchema, r => Case(r, "UPDATE", ["0x08", "5-0x02"], ("Status", "Closed"), ("IsClosed", true)));
        await UntilAsync(() => Touchpoints.Count == 2, "the touchpoints are there");

        Assert.Equal(["ticket.opened", "ticket.closed"], Touchpoints.Select(t => t.GetProperty("type").GetString()));
        var opened = Touchpoints[0];
        Assert.Equal("event-1", opened.GetProperty("id").GetString());
        Assert.Equal(GatewayHost.Start.AddMinutes(-5), opened.GetProperty("at").GetDateTimeOffset());
        Assert.Equal("00001026", opened.GetProperty("attributes").GetProperty("ticket").GetString());
        Assert.Equal("Where is it?", opened.GetProperty("feedback").GetProperty("text").GetString());
        Assert.Equal("Closed", Touchpoints[1].GetProperty("attributes").GetProperty("status").GetString());
        Assert.Equal(1, _org.SchemasAsked);

        var newest = (await DeliveriesAsync(items => items.Count > 0 && items[0].GetProperty("events").EnumerateArray().Any(e => e.GetProperty("id").GetString() == "event-2")))[0].GetProperty("number").GetInt64();
        var kept = (await _host.GetAsync($"/v1/sources/crm/deliveries/{newest}")).Json.GetProperty("body").GetString()!;
        Assert.Contains("""changedFields":["Status","Contact.LastName"]""", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("null", kept.Replace("nulledFields", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscription_ThatBreaks_GoesOnAfterTheLastEvent()
    {
        await PublishAsync();
        await UntilAsync(() => _org.Subscribed.Count == 1, "it is subscribed to");
        OpenCase("1");
        await UntilAsync(() => Touchpoints.Count == 1, "the first is there");

        _org.Break();
        OpenCase("2");
        await UntilAsync(() => Touchpoints.Count == 2, "the second is there");

        Assert.Equal(["event-1", "event-2"], Touchpoints.Select(t => t.GetProperty("id").GetString()));
        var (request, _) = _org.Subscribed.Last();
        Assert.Equal((ReplayPreset.Custom, "00000001"), (request.ReplayPreset, request.ReplayId.ToStringUtf8()));
        await UntilAsync(() => State is { LastError: null, FailingSince: null }, "the failure is over");
    }

    [Fact]
    public async Task Answer_WithoutEvents_IsWhereItGoesOn()
    {
        await PublishAsync();
        await UntilAsync(() => _org.Subscribed.Count == 1, "it is subscribed to");
        _org.Publish(Orders, OrderSchema, r => Order(r, "1"));
        _org.KeepAlive();
        await UntilAsync(() => State?.ReadAt is not null, "the answer is there");

        _org.Break();
        await UntilAsync(() => _org.Subscribed.Count >= 2, "it is subscribed to again");

        Assert.Equal("00000001", _org.Subscribed.Last().Request.ReplayId.ToStringUtf8());
    }

    [Fact]
    public async Task ReplayId_ThatIsForgotten_IsSaidAndAllThatIsLeftIsRead()
    {
        await PublishAsync();
        await UntilAsync(() => _org.Subscribed.Count == 1, "it is subscribed to");
        OpenCase("1");
        await UntilAsync(() => Touchpoints.Count == 1, "the first is there");
        OpenCase("2");
        await UntilAsync(() => Touchpoints.Count == 2, "the second is there");

        _org.OldestReplay = 4;
        _org.Break();
        OpenCase("3");
        OpenCase("4");
        await UntilAsync(() => Touchpoints.Any(t => t.GetProperty("id").GetString() == "event-4"), "the fourth is there");

        await DeliveriesAsync(items => items.Any(d => Reason(d)?.Contains("events may be missing", StringComparison.Ordinal) == true));
    }

    [Fact]
    public async Task Topics_Several_AreReadEachFromItsPlace()
    {
        await PublishAsync($"{Changes}, {Orders}");
        await UntilAsync(() => _org.Subscribed.Count == 2, "both are subscribed to");
        OpenCase("1");
        _org.Publish(Orders, OrderSchema, r => Order(r, "2"));
        await UntilAsync(() => Touchpoints.Count == 2, "both are there");
        var order = Touchpoints.Single(t => t.GetProperty("type").GetString() == "salesforce.order_event__e");
        Assert.Equal("2", order.GetProperty("attributes").GetProperty("Order__c").GetString());
        Assert.Equal(GatewayHost.Start.AddMinutes(-1), order.GetProperty("at").GetDateTimeOffset());

        _org.Break();

        // The one that breaks first ends the other, which may have been on its way: then they begin once more.
        await UntilAsync(() => _org.Subscribed.Skip(2).Select(s => s.Request.TopicName).Distinct().Count() == 2, "both are subscribed to again");
        Assert.Equal(
            [(Changes, "00000001"), (Orders, "00000002")],
            _org.Subscribed.Skip(2).Select(s => (s.Request.TopicName, s.Request.ReplayId.ToStringUtf8())).Distinct().OrderBy(s => s.TopicName, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Event_ThatDoesNotFitItsSchema_IsSaidAndTheOthersGoOn()
    {
        await PublishAsync();
        await UntilAsync(() => _org.Subscribed.Count == 1, "it is subscribed to");

        _org.Publish(Changes, CaseSchema, [0xff, 0xff, 0xff]);
        OpenCase("2");
        await UntilAsync(() => Touchpoints.Count == 1, "the second is there");

        await DeliveriesAsync(items => items.Any(d => Reason(d) == $"The event event-1 of {Changes} does not fit its schema."));
    }

    [Fact]
    public async Task Events_ManyOfThem_AreAskedForAHundredAtATime()
    {
        await PublishAsync();
        await UntilAsync(() => _org.Subscribed.Count == 1, "it is subscribed to");
        foreach (var number in Enumerable.Range(1, 250))
        {
            OpenCase($"{number}");
        }

        await UntilAsync(() => Touchpoints.Count == 250, "all are there");

        Assert.Equal(Enumerable.Range(1, 250).Select(n => $"event-{n}"), Touchpoints.Select(t => t.GetProperty("id").GetString()));
        Assert.Equal([100, 100], _org.AskedFor);
    }

    [Fact]
    public async Task Org_ThatRefuses_IsAskedLaterAndTheSourceSaysWhy()
    {
        _org.Refuses = new Status(StatusCode.Unauthenticated, "The session of made-up is over.");
        await PublishAsync();

        await UntilAsync(() => State?.LastError is not null, "the refusal is kept");
        Assert.Equal($"127.0.0.1 answered Unauthenticated for {Changes} (sfdc.platform.eventbus.grpc.service.auth.error).", State!.LastError);

        _org.Refuses = null;
        await UntilAsync(() => _org.Subscribed.Count >= 2, "it is asked again");
    }

    private static void Order(GenericRecord record, string order)
    {
        record.Add("CreatedDate", GatewayHost.Start.AddMinutes(-1).ToUnixTimeMilliseconds());
        record.Add("CreatedById", "005xx000001Sv6z");
        record.Add("Email__c", "ann.costa@northshop.pt");
        record.Add("Order__c", order);
    }
}
