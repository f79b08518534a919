using System.IO.Hashing;
using System.Text;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>
/// Strings of names that recur (types, attributes, sources, channels), found by their UTF-8 bytes. A fixed table in which a newcomer takes its
/// slot from its previous holder: hostile names cost an allocation each and never memory.
/// </summary>
internal static class SharedNames
{
    private const int Slots = 2048;
    private const int BytesMax = 64;

    private static readonly Entry?[] Table = new Entry?[Slots];

    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > BytesMax)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        // An entry is immutable and its slot one reference: readers see it whole or not at all.
        ref var slot = ref Table[XxHash3.HashToUInt64(utf8) % Slots];
        if (slot is { } entry && utf8.SequenceEqual(entry.Utf8))
        {
            return entry.Text;
        }

        var text = Encoding.UTF8.GetString(utf8);
        Volatile.Write(ref slot, new Entry(utf8.ToArray(), text));
        return text;
    }

    private sealed class Entry(byte[] utf8, string text)
    {
        public byte[] Utf8 { get; } = utf8;

        public string Text { get; } = text;
    }
}
