using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>A few phrases that spam filters and readers alike distrust, in the five languages that most messages are in.</summary>
internal static partial class SpamWords
{
    /// <summary>The phrases in a text, each once, in lower case, in the order of the text.</summary>
    public static ImmutableArray<string> In(string text) => [.. Phrases().Matches(text).Select(m => m.Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}])(?:"
        + "act now|100% free|risk[- ]free|click here|you(?:'ve| have) won|cash bonus|earn money|no obligation|once in a lifetime|congratulations, you"
        + "|jetzt zugreifen|100 ?% kostenlos|hier klicken|klicken sie hier|sie haben gewonnen|geld verdienen|garantierter gewinn|nur heute"
        + "|100 ?% gratuit|cliquez ici|vous avez gagné|gagnez de l'argent|sans engagement|agissez maintenant"
        + "|100 ?% gratis|haga clic aquí|haz clic aquí|ha ganado|gana dinero|sin compromiso|actúa ya"
        + "|100 ?% grátis|clique aqui|você ganhou|ganhe dinheiro|sem compromisso|aja agora"
        + @")(?![\p{L}\p{N}])|!{3,}|\${2,}|€{2,}",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phrases();
}
