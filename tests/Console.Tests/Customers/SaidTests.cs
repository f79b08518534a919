using System.Text.Json;
using Bunit;
using Bunit.TestDoubles;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Console.Customers;
using CxOrchestrator.Console.Shared;
using CxOrchestrator.Console.Tests.Images;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Console.Tests.Customers;

/// <summary>What was read in a customer's own words is shown below them.</summary>
public sealed class SaidTests : BunitContext
{
    private static readonly string[] Reasons = ["late", "rude"];

    [Fact]
    public void Timeline_TextThatWasRead_ShowsSentimentReasonsAndModel()
    {
        var reading = Below(new { text = "late", sentiment = -0.92, reasons = Reasons, model = "en-1-2f440f4a" });

        Assert.Equal("Sentiment −0.92 · late, rude", reading!.TextContent);
        Assert.Equal("Read here by the model en-1-2f440f4a", reading.GetAttribute("title"));
    }

    [Fact]
    public void Timeline_SentimentOfTheSource_SaysSo()
    {
        var reading = Below(new { text = "fine", sentiment = 0.5 });

        Assert.Equal("Sentiment +0.50", reading!.TextContent);
        Assert.Equal("Sent by the source", reading.GetAttribute("title"));
    }

    [Fact]
    public void Timeline_TextThatWasNotRead_ShowsNoSentiment() => Assert.Null(Below(new { text = "wo ist mein Paket?" }));

    private AngleSharp.Dom.IElement? Below(object feedback)
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
            Type = "review.submitted",
            Touchpoint = JsonSerializer.SerializeToElement(new { feedback }),
            Mood = 0,
            Pressure = 0,
            Risk = 0,
            Marks = [],
            DefinitionsVersion = 1,
        };
        return Render<CustomerTimeline>(p => p.Add(c => c.Entries, [entry])).FindAll(".below").FirstOrDefault(e => e.TextContent.StartsWith("Sentiment", StringComparison.Ordinal));
    }
}
