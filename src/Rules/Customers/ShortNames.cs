using System.Security.Cryptography;
using System.Text;

namespace CxOrchestrator.Rules.Customers;

/// <summary>Names that are kept in a customer's state and come from outside: long ones keep their beginning and a hash of the whole.</summary>
internal static class ShortNames
{
    /// <summary>Most UTF-8 bytes of a name that is kept as it is.</summary>
    public const int BytesMax = 120;

    private const int CharactersKept = 24;

    /// <summary>The name itself, or one of at most <see cref="BytesMax"/> bytes that no other name gets.</summary>
    public static string Of(string name)
    {
        // Three bytes are the most that one UTF-16 unit takes.
        if (name.Length * 3 <= BytesMax || Encoding.UTF8.GetByteCount(name) <= BytesMax)
        {
            return name;
        }

        var kept = char.IsHighSurrogate(name[CharactersKept - 1]) ? CharactersKept - 1 : CharactersKept;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
        return $"{name.AsSpan(0, kept)}~{hash}";
    }
}
