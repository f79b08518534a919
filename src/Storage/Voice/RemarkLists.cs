using System.Collections.Immutable;
using System.Text;

namespace CxOrchestrator.Storage.Voice;

/// <summary>Reasons and segments as a column holds them: each between line breaks, so that one is found by comparing text.</summary>
public static class RemarkLists
{
    /// <summary>Most bytes of a list, so that an index entry holds it: further items are left out.</summary>
    public const int BytesMax = 800;

    /// <summary>Most bytes of a name, such as a channel's; the rest is cut.</summary>
    public const int NameBytesMax = 200;

    private const char Break = '\n';

    /// <summary>Empty for none.</summary>
    public static string Of(ImmutableArray<string> items)
    {
        if (items.IsDefaultOrEmpty)
        {
            return "";
        }

        var (text, bytes) = (new StringBuilder(), 1);
        foreach (var item in items)
        {
            var line = StorableText.Of(item).ReplaceLineEndings(" ");
            bytes += Encoding.UTF8.GetByteCount(line) + 1;
            if (line.Length == 0 || bytes > BytesMax)
            {
                continue;
            }

            text.Append(text.Length == 0 ? "\n" : "").Append(line).Append(Break);
        }

        return text.ToString();
    }

    public static ImmutableArray<string> Read(string text) => [.. text.Split(Break, StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>What a column contains that has the item.</summary>
    public static string? Sought(string? item) => item is null ? null : $"{Break}{StorableText.Of(item).ReplaceLineEndings(" ")}{Break}";

    /// <summary>A name that an index entry holds.</summary>
    public static string? Name(string? name)
    {
        if (name is null || Encoding.UTF8.GetByteCount(name) <= NameBytesMax)
        {
            return name;
        }

        var cut = new StringBuilder();
        var bytes = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > NameBytesMax)
            {
                break;
            }

            cut.Append(rune);
        }

        return cut.ToString();
    }
}
