using System.Globalization;
using System.Text;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Receiving;

/// <summary>The command that delivers a source's sample, for a shell with curl and OpenSSL.</summary>
public static class SampleCurl
{
    /// <summary>Null where the source has no sample.</summary>
    /// <param name="source">The kind of source.</param>
    /// <param name="address">Of the connection.</param>
    /// <param name="now">By the journey's clock.</param>
    public static string? Of(SourceDefinition source, Uri address, DateTimeOffset now)
    {
        if (source.Sample is not { } sample)
        {
            return null;
        }

        var body = sample.Body.Replace("{now}", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{tomorrow}", now.AddDays(1).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var command = new StringBuilder();
        command.Append("SECRET='the secret that you entered'\n");
        command.Append(CultureInfo.InvariantCulture, $"BODY='{body.Replace("'", "'\\''", StringComparison.Ordinal)}'\n");
        command.Append(CultureInfo.InvariantCulture, $"curl -i '{address}' -H 'Content-Type: application/json'");
        foreach (var (name, value) in sample.Headers)
        {
            command.Append(CultureInfo.InvariantCulture, $" \\\n  -H '{name}: {value}'");
        }

        if (Signature(source) is { } signature)
        {
            command.Append(CultureInfo.InvariantCulture, $" \\\n  -H \"{signature}\"");
        }

        return command.Append(" \\\n  -d \"$BODY\"").ToString();
    }

    // Of a signature over the body alone; others are made of more than a line of a shell.
    private static string? Signature(SourceDefinition source)
    {
        if (source.Webhook?.Ways is not [[SignatureCheck { Kind: SignatureKind.Hmac, Content: "{body}", Key: null } check], ..]
            || !check.Signature.StartsWith("headers.\"", StringComparison.Ordinal) || check.Signature.IndexOf('"', 9) != check.Signature.Length - 1)
        {
            return null;
        }

        var digest = $"openssl dgst -{check.Algorithm} -hmac \"$SECRET\"";
        var written = check.SignatureFormat == BytesFormat.Base64 ? $"{digest} -binary | base64 -w0" : $"{digest} -r | cut -d' ' -f1";
        return $"{check.Signature[9..^1]}: {check.Prefix}$(printf '%s' \"$BODY\" | {written})";
    }
}
