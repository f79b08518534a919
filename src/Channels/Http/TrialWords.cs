using System.Globalization;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>Says what an answer means for the message, as docs/providers.md has it.</summary>
public static class TrialWords
{
    /// <summary>A sentence or two.</summary>
    /// <param name="provider">Whose answer it is: an uncertain one is resolved by what its document offers.</param>
    /// <param name="answer">What the document made of it.</param>
    public static string Of(ProviderDefinition provider, SendAnswer answer) => answer switch
    {
        { Verdict: SendVerdict.Accepted, ProviderId: { } id } => $"Accepted, with the id {id}.",
        { Verdict: SendVerdict.Accepted } => "Accepted, without an id.",
        { Verdict: SendVerdict.Retry, ConnectionFault: true } => $"Retried{After(answer)}: the connection is at fault, and others of the channel take over.",
        { Verdict: SendVerdict.Retry } => $"Retried{After(answer)}: the provider did not take the message.",
        { Verdict: SendVerdict.Never, AddressFault: true } => "Dead: nobody is at the address. The customer's channel is closed.",
        { Verdict: SendVerdict.Never } => "Dead: the provider will never take the message.",
        _ when provider.Lookup is not null => "Uncertain: the provider may have the message, and is asked for it by the lookup.",
        _ when provider.Send is { Idempotency: not null } or { IdempotentByBody: true } => "Uncertain: the provider may have the message. It is sent again, because the provider recognizes repetitions.",
        _ => "Uncertain: the provider may have the message, and cannot be asked. The action becomes unknown and is not sent again by itself.",
    };

    private static string After(SendAnswer answer) =>
        answer.RetryAfter is { } wait ? $" after {wait.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s" : "";
}
