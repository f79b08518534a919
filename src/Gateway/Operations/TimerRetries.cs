using System.Text.Json;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Log;

namespace CxOrchestrator.Gateway.Operations;

/// <summary>What a timer that was put aside is tried again with: a touchpoint of the product's own source, like all that enters the log.</summary>
internal static class TimerRetries
{
    public static LogItem Of(StoredDeadLetter letter, DateTimeOffset now)
    {
        using var body = JsonDocument.Parse(letter.Letter.Body);
        var customer = new CustomerId(body.RootElement.GetProperty("customer").GetString()!);
        var touchpoint = TimerRetry.Of(customer, body.RootElement.GetProperty("timer").GetInt64(), FormattableString.Invariant($"retry:{letter.Id}"), now);
        return new LogItem { Customer = customer, Source = touchpoint.Identity.Source, Body = TouchpointJson.Write(touchpoint) };
    }
}
