using System.Text;

namespace CxOrchestrator.Storage;

/// <summary>Texts as they are searched: without case and accents, and the same for every normal form.</summary>
public static class SearchText
{
    /// <summary>Most words of a name by which it is found; the first ones.</summary>
    public const int WordsMax = 8;

    private const char HangulFirst = '\uAC00';
    private const char HangulLast = '\uD7A3';
    private const char WideFirst = '\uFF01';
    private const char WideLast = '\uFF5E';
    private const int Finals = 28;
    private const int Vowels = 21;

    /// <summary>An id, or a part of one: its signs stay.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            Add(folded, character);
        }

        return folded.ToString();
    }

    /// <summary>A name, or a part of one: words with one space between them, apostrophes left out.</summary>
    public static string FoldName(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (character is '\'' or '\u2019' or '\u02BC' or '`')
            {
                continue;
            }

            if (char.IsWhiteSpace(character) || char.IsControl(character) || character is ',' or '.' or '/' or '(' or ')' || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.DashPunctuation)
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                {
                    folded.Append(' ');
                }
            }
            else
            {
                Add(folded, character);
            }
        }

        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>The name from each of its words on, so that it is found by its last name too; each once.</summary>
    public static IEnumerable<string> Beginnings(string name)
    {
        var folded = FoldName(name);
        for (var (word, at) = (0, 0); word < WordsMax && at < folded.Length; word++)
        {
            yield return folded[at..];
            var space = folded.IndexOf(' ', at);
            if (space < 0)
            {
                yield break;
            }

            at = space + 1;
        }
    }

    private static void Add(StringBuilder folded, char character)
    {
        switch (character)
        {
            case >= '\u0300' and <= '\u036F' or >= '\u1AB0' and <= '\u1AFF' or >= '\u1DC0' and <= '\u1DFF' or '\u3099' or '\u309A':
            case >= '\u0591' and <= '\u05C7' or >= '\u064B' and <= '\u065F' or '\u0670':
                // Accents and vowel signs that follow their letter.
                break;
            case >= HangulFirst and <= HangulLast:
                AddHangul(folded, character - HangulFirst);
                break;
            case >= WideFirst and <= WideLast:
                Add(folded, (char)(character - WideFirst + '!'));
                break;
            default:
                var capital = char.ToUpperInvariant(character);
                _ = SearchLetters.Without(capital) is { } plain ? folded.Append(plain) : folded.Append(capital);
                break;
        }
    }

    // A syllable is its letters: what the decomposed form has.
    private static void AddHangul(StringBuilder folded, int index)
    {
        folded.Append((char)('\u1100' + (index / (Vowels * Finals)))).Append((char)('\u1161' + (index % (Vowels * Finals) / Finals)));
        if (index % Finals is > 0 and var final)
        {
            folded.Append((char)('\u11A7' + final));
        }
    }
}
