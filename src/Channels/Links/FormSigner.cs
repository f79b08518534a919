using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Channels.Links;

/// <summary>
/// Makes and reads the tokens in links to forms: <c>base64url(content ‖ mac)</c>, signed by the same keys as other links in messages. Its first byte
/// is none that <see cref="LinkSigner"/> writes, so neither is ever taken for the other.
/// </summary>
public static class FormSigner
{
    /// <summary>Most bytes of names and values of attributes.</summary>
    public const int AttributeBytesMax = 1_500;

    /// <summary>Longest token, in characters: what the longest ids make. A longer text is refused unread.</summary>
    public const int LengthMax = 4_000;

    private const int MacBytes = 16;
    private const int AnswerBytes = 16;
    private const int HeadBytes = 2 + AnswerBytes + sizeof(uint);
    private const byte Format = 0b1000_0101;
    private const byte TestFormat = 0b1000_1101;

    private static readonly SearchValues<char> Signs = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Id of the one answer that a message's links to a form can have.</summary>
    public static string AnswerOf(string action, string form, ImmutableArray<KeyValuePair<string, string>> attributes)
    {
        var text = string.Join('\n', [action, form, .. attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}")]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, AnswerBytes));
    }

    /// <summary>Id of an answer that no other link has.</summary>
    public static string NewAnswer() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(AnswerBytes));

    /// <summary>Whether a link has room for them.</summary>
    public static bool Fits(IEnumerable<KeyValuePair<string, string>> attributes) => attributes.Sum(a => Utf8.GetByteCount(a.Key) + Utf8.GetByteCount(a.Value)) <= AttributeBytesMax;

    /// <summary>The token, signed with the newest key.</summary>
    public static string Sign(FormToken token, LinkKeyRing keys)
    {
        var key = keys.Newest ?? throw new InvalidOperationException("There is no key to sign with.");
        if (!Fits(token.Attributes))
        {
            throw new ArgumentException($"A link has room for {AttributeBytesMax} bytes of attributes.", nameof(token));
        }

        using var bytes = new MemoryStream();
        bytes.WriteByte(token.IsTest ? TestFormat : Format);
        bytes.WriteByte(key.Id);
        bytes.Write(Convert.FromHexString(token.Answer));
        Span<byte> minutes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(minutes, checked((uint)(token.IssuedAt.ToUnixTimeSeconds() / 60)));
        bytes.Write(minutes);
        foreach (var text in (IEnumerable<string>)[token.Form, token.Customer.Tenant, token.Customer.Customer.Value, .. token.Attributes.SelectMany(a => new[] { a.Key, a.Value })])
        {
            Write(bytes, text);
        }

        Span<byte> mac = stackalloc byte[MacBytes];
        Mac(key, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), mac);
        bytes.Write(mac);
        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>What a token says; null where it is none of ours, or was changed.</summary>
    public static FormToken? Read(string? text, LinkKeyRing keys)
    {
        if (text is not { Length: > 0 and <= LengthMax } || text.AsSpan().ContainsAnyExcept(Signs) || !Base64Url.IsValid(text, out var length) || length <= HeadBytes + MacBytes)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var content = bytes.AsSpan(0, bytes.Length - MacBytes);
        Span<byte> mac = stackalloc byte[MacBytes];
        if (content[0] is not (Format or TestFormat) || keys.Find(content[1]) is not { } key)
        {
            return null;
        }

        Mac(key, content, mac);
        return CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(content.Length)) ? Parse(content) : null;
    }

    private static FormToken? Parse(ReadOnlySpan<byte> content)
    {
        var texts = new List<string>();
        for (var rest = content[HeadBytes..]; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            texts.Add(Utf8.GetString(rest.Slice(sizeof(ushort), length)));
            rest = rest[(sizeof(ushort) + length)..];
        }

        // Ours, whole: what cannot be read is of a later version.
        return texts is not [var form, var tenant, var customer, .. var attributes] || attributes.Count % 2 != 0
            ? null
            : new FormToken
            {
                Form = form,
                Customer = new CustomerKey(tenant, new(customer)),
                Attributes = [.. attributes.Chunk(2).Select(a => KeyValuePair.Create(a[0], a[1]))],
                IssuedAt = DateTimeOffset.FromUnixTimeSeconds(60L * BinaryPrimitives.ReadUInt32BigEndian(content[(2 + AnswerBytes)..])),
                Answer = Convert.ToHexStringLower(content.Slice(2, AnswerBytes)),
                IsTest = content[0] == TestFormat,
            };
    }

    private static void Write(MemoryStream bytes, string text)
    {
        var written = Utf8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)written.Length));
        bytes.Write(length);
        bytes.Write(written);
    }

    private static void Mac(LinkKey key, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Sign(content, whole);
        whole[..MacBytes].CopyTo(mac);
    }
}
