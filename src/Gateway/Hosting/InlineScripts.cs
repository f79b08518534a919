using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Gateway.Hosting;

/// <summary>Hashes of the scripts that stand in the console's page itself (its import map): these may run, and no others.</summary>
internal sealed partial class InlineScripts(IWebHostEnvironment environment)
{
    private readonly Lazy<string> _hashes = new(() => Read(environment));

    /// <summary>For a content security policy, each with a space before it.</summary>
    public string Hashes => _hashes.Value;

    private static string Read(IWebHostEnvironment environment)
    {
        var page = environment.WebRootFileProvider.GetFileInfo("index.html");
        if (!page.Exists)
        {
            return "";
        }

        using var reader = new StreamReader(page.CreateReadStream(), Encoding.UTF8);
        var hashes = Script().Matches(reader.ReadToEnd())
            .Select(m => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups["text"].Value)))}'");
        return string.Concat(hashes.Distinct(StringComparer.Ordinal));
    }

    // Scripts without a source that have a text.
    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>(?<text>.+?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Script();
}
