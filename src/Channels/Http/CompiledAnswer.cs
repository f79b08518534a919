using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>What answers mean, by the provider's document.</summary>
internal sealed class CompiledAnswer(ProviderDefinition provider)
{
    /// <summary>Longest text that is kept, in characters.</summary>
    public const int TextLengthMax = 500;

    /// <summary>Longest id of a provider, in characters.</summary>
    public const int IdLengthMax = 500;

    private readonly ProviderQuery _accepted = CompiledProvider.Query(provider.Answer.Accepted);
    private readonly ProviderQuery _retry = CompiledProvider.Query(provider.Answer.Retry ?? "status == `503`");
    private readonly ProviderQuery? _never = CompiledProvider.Optional(provider.Answer.Never);
    private readonly ProviderQuery _fault = CompiledProvider.Query(provider.Answer.Fault ?? "status == `401` || status == `403`");
    private readonly ProviderQuery? _addressFault = CompiledProvider.Optional(provider.Answer.AddressFault);
    private readonly ProviderQuery? _id = CompiledProvider.Optional(provider.Answer.Id);
    private readonly ProviderQuery? _text = CompiledProvider.Optional(provider.Answer.Text);
    private readonly ProviderQuery? _found = CompiledProvider.Optional(provider.Lookup?.Found);
    private readonly ProviderQuery? _missing = CompiledProvider.Optional(provider.Lookup?.Missing);
    private readonly ProviderQuery? _foundId = CompiledProvider.Optional(provider.Lookup?.Id);
    private readonly ProviderQuery? _works = CompiledProvider.Optional(provider.Test?.Works);
    private readonly ProviderQuery? _worksText = CompiledProvider.Optional(provider.Test?.Text);

    public SendAnswer Of(ReceivedAnswer answer, SecretMask mask)
    {
        var document = answer.Document;
        var text = Text(answer, _text, mask);
        if (_accepted.Holds(document))
        {
            var id = _id?.Text(document)?.Trim();
            return new SendAnswer(SendVerdict.Accepted, id is { Length: > 0 and <= IdLengthMax } ? id : null, text);
        }

        // The answer broke off: whether it was accepted may have been in what did not arrive.
        if (!answer.Whole && answer.Status is >= 200 and < 300)
        {
            return new SendAnswer(SendVerdict.Uncertain, Text: text);
        }

        if (_fault.Holds(document) || answer.Status is >= 300 and < 400)
        {
            return new SendAnswer(SendVerdict.Retry, Text: text, RetryAfter: answer.RetryAfter, ConnectionFault: true);
        }

        if (answer.Status == 429 || _retry.Holds(document))
        {
            return new SendAnswer(SendVerdict.Retry, Text: text, RetryAfter: answer.RetryAfter);
        }

        if (_addressFault?.Holds(document) == true)
        {
            return new SendAnswer(SendVerdict.Never, Text: text, AddressFault: true);
        }

        return answer.Status >= 500 && _never?.Holds(document) != true ? new SendAnswer(SendVerdict.Uncertain, Text: text) : new SendAnswer(SendVerdict.Never, Text: text);
    }

    /// <summary>What an answer to a lookup says; null where it does not say.</summary>
    public SendAnswer? OfLookup(ReceivedAnswer answer, SecretMask mask) =>
        !answer.Whole ? null
        : _found?.Holds(answer.Document) == true ? new SendAnswer(SendVerdict.Accepted, _foundId?.Text(answer.Document) is { Length: > 0 and <= IdLengthMax } id ? id : null, Text(answer, null, mask))
        : _missing?.Holds(answer.Document) == true ? new SendAnswer(SendVerdict.Retry, Text: "the provider does not have the message")
        : null;

    public ConnectionTest OfTest(ReceivedAnswer answer, SecretMask mask)
    {
        var text = Text(answer, _worksText, mask);
        return _works?.Holds(answer.Document) == true ? new ConnectionTest(true, $"{provider.Name} answered: {text}.")
            : answer.Status is 401 or 403 ? new ConnectionTest(false, $"{provider.Name} refused the login: {text}. Check the secrets of the connection.")
            : new ConnectionTest(false, $"{provider.Name} answered: {text}. Check the settings of the connection.");
    }

    private static string Text(ReceivedAnswer answer, ProviderQuery? query, SecretMask mask)
    {
        var said = query?.Text(answer.Document)?.Trim();
        var text = said is { Length: > 0 } ? $"{answer.StatusLine}: {said}" : answer.StatusLine;
        return Line(mask.Of(text));
    }

    /// <summary>One line of bounded length.</summary>
    internal static string Line(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= TextLengthMax ? line : $"{line.AsSpan(0, TextLengthMax - 1)}…";
    }
}
