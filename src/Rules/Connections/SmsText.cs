using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>
/// How a text travels as text messages: the alphabet that networks can send it in, and into how many messages they divide it (3GPP TS 23.038, 6.2 and
/// 23.040, 9.2.3.24). Each of them is billed.
/// </summary>
public sealed record SmsText
{
    /// <summary>Most characters of the GSM alphabet in one message, and in each part of several.</summary>
    public const int GsmMax = 160;

    public const int GsmPartMax = 153;

    /// <summary>Most UTF-16 code units in one message of UCS-2, and in each part of several.</summary>
    public const int UnicodeMax = 70;

    public const int UnicodePartMax = 67;

    /// <summary>Most characters that are named which the GSM alphabet lacks.</summary>
    public const int NamedMax = 5;

    private static readonly FrozenSet<char> Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà".ToFrozenSet();

    // Behind an escape: two places each.
    private static readonly FrozenSet<char> Extended = "\f^{}\\[~]|€".ToFrozenSet();

    /// <summary>The GSM alphabet does not have all of it: it is sent as UCS-2.</summary>
    public required bool IsUnicode { get; init; }

    /// <summary>Places that it takes: characters of the GSM alphabet, with two for those behind an escape, or UTF-16 code units.</summary>
    public required int Length { get; init; }

    /// <summary>Places in as many messages.</summary>
    public required int Room { get; init; }

    /// <summary>How many messages it makes; 0: it is empty.</summary>
    public required int Parts { get; init; }

    /// <summary>The first characters that the GSM alphabet lacks, each once; at most <see cref="NamedMax"/>.</summary>
    public required ImmutableArray<string> Lacking { get; init; }

    /// <summary>Name of the alphabet.</summary>
    public string Alphabet => IsUnicode ? "UCS-2" : "GSM-7";

    public static SmsText Of(string text)
    {
        var lacking = Missing(text);
        var (most, part) = lacking.IsEmpty ? (GsmMax, GsmPartMax) : (UnicodeMax, UnicodePartMax);
        var (length, parts) = Divide(text, lacking.IsEmpty, part);
        parts = length <= most ? Math.Min(length, 1) : parts;
        return new SmsText { IsUnicode = !lacking.IsEmpty, Length = length, Parts = parts, Room = parts <= 1 ? most : parts * part, Lacking = lacking };
    }

    // A character that takes two places is not divided between two messages.
    private static (int Length, int Parts) Divide(string text, bool gsm, int part)
    {
        var (length, parts, used) = (0, 1, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var places = gsm ? (Extended.Contains((char)rune.Value) ? 2 : 1) : rune.Utf16SequenceLength;
            length += places;
            (parts, used) = used + places > part ? (parts + 1, places) : (parts, used + places);
        }

        return (length, parts);
    }

    private static ImmutableArray<string> Missing(string text)
    {
        var found = ImmutableArray<string>.Empty;
        foreach (var rune in text.EnumerateRunes())
        {
            var known = rune.IsBmp && ((char)rune.Value is var c) && (Basic.Contains(c) || Extended.Contains(c));
            if (!known && rune.ToString() is var character && !found.Contains(character))
            {
                found = found.Add(character);
                if (found.Length == NamedMax)
                {
                    break;
                }
            }
        }

        return found;
    }
}
