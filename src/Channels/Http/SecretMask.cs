using System.Collections.Immutable;
using System.Text;

namespace CxOrchestrator.Channels.Http;

/// <summary>Takes secrets out of texts that people see: providers repeat what they were sent.</summary>
public sealed class SecretMask
{
    public const string Shown = "•••";

    /// <summary>Shorter ones are part of ordinary words.</summary>
    private const int LengthMin = 4;

    private readonly ImmutableArray<string> _forms;

    public SecretMask(IEnumerable<string> secrets)
    {
        _forms =
        [
            .. secrets.Where(s => s.Trim().Length >= LengthMin)
                .SelectMany(s => (string[])[s, s.Trim(), Uri.EscapeDataString(s), Convert.ToBase64String(Encoding.UTF8.GetBytes(s)), System.Text.Json.JsonEncodedText.Encode(s).ToString()])
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(s => s.Length),
        ];
    }

    public string Of(string text) => _forms.Aggregate(text, (masked, secret) => masked.Replace(secret, Shown, StringComparison.OrdinalIgnoreCase));
}
