using System.ComponentModel;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Voice;
using Microsoft.AspNetCore.Mvc;

namespace CxOrchestrator.Gateway.Voice;

/// <summary>Which remarks are asked for.</summary>
internal sealed record VoiceFilters
{
    [FromQuery(Name = "channel")]
    public string? Channel { get; init; }

    [FromQuery(Name = "journey"), Description("Id of the journey that the customer was in.")]
    public string? Journey { get; init; }

    [FromQuery(Name = "stage"), Description("Id of the stage after the touchpoint.")]
    public string? Stage { get; init; }

    [FromQuery(Name = "segment"), Description("Id of a segment that the customer was in when it was said.")]
    public string? Segment { get; init; }

    [FromQuery(Name = "language"), Description("Two or three letters, such as en.")]
    public string? Language { get; init; }

    [FromQuery(Name = "reason"), Description("Such as late.")]
    public string? Reason { get; init; }

    [FromQuery(Name = "class")]
    public string? Class { get; init; }

    public RemarkQuery Read(Arguments arguments, VoicePeriod period) => new()
    {
        From = period.Begin,
        To = period.End,
        Channel = arguments.Text("channel", Channel),
        Journey = arguments.Text("journey", Journey),
        Stage = arguments.Text("stage", Stage),
        Segment = arguments.Text("segment", Segment),
        Language = arguments.Text("language", Language),
        Reason = arguments.Text("reason", Reason),
        Class = (int?)arguments.Choice<SentimentClass>("class", Class),
    };
}
