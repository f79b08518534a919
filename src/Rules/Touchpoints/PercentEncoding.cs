using System.Text;
using System.Text.Unicode;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>Percent-encoding of UTF-8, read strictly: what is lenient elsewhere would keep another text than was sent.</summary>
public static class PercentEncoding
{
    private const string NotDigits = "A percent sign is followed by two hexadecimal digits. Write %25 for the sign itself.";
    private const string NotUtf8 = "The percent-encoded bytes are not UTF-8.";

    /// <summary>The text; null, and the problem as a sentence, where it is encoded wrongly.</summary>
    public static string? Decode(string encoded, out string problem)
    {
        problem = "";
        if (!encoded.Contains('%', StringComparison.Ordinal))
        {
            return encoded;
        }

        var bytes = Encoding.UTF8.GetBytes(encoded);
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (value == (byte)'%')
            {
                if (i + 2 >= bytes.Length || !char.IsAsciiHexDigit((char)bytes[i + 1]) || !char.IsAsciiHexDigit((char)bytes[i + 2]))
                {
                    problem = NotDigits;
                    return null;
                }

                value = Convert.FromHexString([(char)bytes[i + 1], (char)bytes[i + 2]])[0];
                i += 2;
            }

            bytes[length++] = value;
        }

        if (!Utf8.IsValid(bytes.AsSpan(0, length)))
        {
            problem = NotUtf8;
            return null;
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
