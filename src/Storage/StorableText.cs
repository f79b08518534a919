using System.Buffers;
using System.Text;

namespace CxOrchestrator.Storage;

/// <summary>Text from outside as every store can hold it: no NUL, and no half of a surrogate pair.</summary>
public static class StorableText
{
    // NUL, and surrogates: a pair is a character, a half is not.
    private static readonly SearchValues<char> NotAlwaysStorable = SearchValues.Create(
        [.. Enumerable.Range('\uD800', '\uDFFF' - '\uD800' + 1).Select(c => (char)c).Prepend('\0')]);

    /// <summary>The text, with U+FFFD in place of what cannot be stored.</summary>
    public static string Of(string text) =>
        text.AsSpan().ContainsAny(NotAlwaysStorable)
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD')))
            : text;

    /// <summary>As <see cref="Of(string)"/>; null stays null.</summary>
    public static string? OrNull(string? text) => text is null ? null : Of(text);

    /// <summary>Each as stores can hold it; the same array where all are.</summary>
    public static string?[] Of(string?[] texts) =>
        Array.Exists(texts, t => t is not null && t.AsSpan().ContainsAny(NotAlwaysStorable)) ? [.. texts.Select(t => t is null ? null : Of(t))] : texts;
}
