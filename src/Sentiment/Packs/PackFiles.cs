using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Sentiment.Languages;
using CxOrchestrator.Sentiment.Lexicons;
using CxOrchestrator.Sentiment.Models;

namespace CxOrchestrator.Sentiment.Packs;

/// <summary>The files of a language's pack, which are part of the assembly.</summary>
internal static class PackFiles
{
    /// <summary>Raise it when tokens, features or rules change: texts are then read otherwise with the same files.</summary>
    private const int RulesVersion = 1;
    private const int HashLength = 8;

    /// <summary>Languages with a pack.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. typeof(PackFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.EndsWith("/pack.txt", StringComparison.Ordinal))
        .Select(name => name.Split('/')[0])
        .Order(StringComparer.Ordinal)];

    /// <summary>A file of a pack, or of all languages.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(PackFiles).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"No pack has the file {name}.", name);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    public static LanguagePack Load(string language) => Build(language, Optional($"{language}/weights.txt"));

    /// <summary>The pack with weights of the caller's, such as new ones.</summary>
    public static LanguagePack Build(string language, string weights)
    {
        var (settings, words, phrases, valences) = (Read($"{language}/pack.txt"), Read($"{language}/words.txt"), Read($"{language}/domain.txt"), Optional($"{language}/valence.txt"));
        return new LanguagePack
        {
            Language = language,
            Version = $"{language}-{RulesVersion}-{Hash([settings, words, phrases, valences, weights])}",
            Settings = PackSettings.Parse($"{language}/pack.txt", settings),
            Words = new LanguageWords(PackText.Words($"{language}/words.txt", words)),
            Phrases = PhraseLexicon.Parse($"{language}/domain.txt", phrases),
            Valences = ValenceLexicon.Parse($"{language}/valence.txt", valences),
            Model = Softmax.Parse($"{language}/weights.txt", weights),
        };
    }

    private static string Optional(string name) => typeof(PackFiles).Assembly.GetManifestResourceInfo(name) is null ? "" : Read(name);

    private static string Hash(string[] files) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', files))))[..HashLength];
}
