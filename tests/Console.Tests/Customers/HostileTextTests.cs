using System.Text.Json;
using Bunit;
using Bunit.TestDoubles;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Console.Customers;
using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Console.Shared;
using CxOrchestrator.Console.Tests.Definitions.Editing;
using CxOrchestrator.Console.Tests.Images;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Console.Tests.Customers;

/// <summary>What customers and upstream systems write, on the console's pages: it shows as text and makes no elements.</summary>
public sealed class HostileTextTests : BunitContext
{
    public static TheoryData<string> Scripts =>
    [
        "<script>alert(1)</script>",
        "\" onmouseover=\"alert(1)",
        "' onmouseover='alert(1)",
        "<img src=x onerror=alert(1)>",
        "</dd></dl><iframe srcdoc=\"<script>alert(1)</script>\">",
        "{{ customer.id }}@(1 + 1)",
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Facts_ScriptInAnAttribute_ShowsAsText(string script)
    {
        var view = Customers.Expecting(default) with { Attributes = new Dictionary<string, string> { [script] = script }, Segments = [script] };

        var facts = Render<CustomerFacts>(p => p.Add(c => c.View, view));

        Assert.Equal([script, script], facts.FindAll("dd").Select(d => d.TextContent));
        AssertInert(facts);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Timeline_ScriptInAQuote_ShowsAsText(string script)
    {
        ComponentFactories.AddStub<TimeAgo>();
        Services.AddSingleton(new FakeGateway().Client());
        var entry = new TimelineEntry
        {
            Sequence = 1,
            Kind = "touchpoint",
            At = default,
            EffectiveAt = default,
            ReceivedAt = default,
            Type = script,
            Channel = script,
            Touchpoint = JsonSerializer.SerializeToElement(new { feedback = new { text = script } }),
            Mood = 0,
            Pressure = 0,
            Risk = 0,
            Marks = [],
            DefinitionsVersion = 1,
        };

        var timeline = Render<CustomerTimeline>(p => p.Add(c => c.Entries, [entry]));

        Assert.Contains(script, timeline.Find("tbody").TextContent, StringComparison.Ordinal);
        AssertInert(timeline);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Preview_ScriptInAnHtmlText_StaysInAFrameThatRunsNothing(string script)
    {
        var view = new TryView
        {
            Customer = script,
            Problems = [],
            Texts = [new FilledText { Kind = "template", Language = "en", Chosen = true, Format = "html", Subject = script, Text = script }],
        };
        using var http = new HttpClient(new Answering(JsonSerializer.Serialize(view, JsonSerializerOptions.Web))) { BaseAddress = new Uri("http://gateway.example") };
        Services.AddSingleton(new ApiClient(http)).AddSingleton(TimeProvider.System);
        ComponentFactories.AddStub<CustomerPicker>();
        var pane = Render<TryPane>(p => p.Add(c => c.Kind, "template").Add(c => c.Id, "t").Add(c => c.Session, Sessions.Open()));

        await pane.InvokeAsync(() => pane.FindComponent<Stub<CustomerPicker>>().Instance.Parameters.Get(c => c.OnPicked).InvokeAsync("c-1"));

        var frame = pane.WaitForElement("iframe");
        Assert.Equal(("", PreviewHtml.Of(script).Html), (frame.GetAttribute("sandbox"), frame.GetAttribute("srcdoc")));
        Assert.DoesNotContain("onerror=", PreviewHtml.Of("<img src=x onerror=alert(1)>").Html, StringComparison.Ordinal);
        Assert.Equal(script, pane.Find("article strong").TextContent);
        Assert.Equal($"customers/{Uri.EscapeDataString(script)}", pane.Find("p a").GetAttribute("href"));
        Assert.Empty(pane.FindAll("script, img"));
    }

    private sealed class Answering(string json) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") });
    }

    private static void AssertInert<T>(IRenderedComponent<T> shown)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        Assert.Empty(shown.FindAll("script, iframe, img"));
        Assert.DoesNotContain(shown.FindAll("*").SelectMany(e => e.Attributes), a => a.Name is "onmouseover" or "onerror" or "srcdoc");
    }
}
