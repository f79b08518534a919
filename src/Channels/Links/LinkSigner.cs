using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Channels.Links;

/// <summary>
/// Makes and reads the tokens in addresses of messages: <c>base64url(content ‖ mac)</c>, with an HMAC-SHA256 of which 16 bytes are kept. It covers
/// the length of the content, the content, and the target where there is one, so neither can be moved to the other.
/// </summary>
public static class LinkSigner
{
    /// <summary>Longest channel in a token, in bytes of UTF-8.</summary>
    public const int ChannelBytesMax = 200;

    /// <summary>Longest target that can be signed, in bytes of UTF-8.</summary>
    public const int TargetBytesMax = 8 * 1024;

    /// <summary>Longest token, in characters: what the longest ids make. A longer text is refused unread.</summary>
    public const int LengthMax = 1_400;

    private const int MacBytes = 16;
    private const int ActionBytes = 16;
    private const int HeadBytes = 3;
    private const byte Format = 0b0100_0000;
    private const byte FormatMask = 0b1100_0000;
    private const byte HasAction = 0b0000_1000;
    private const byte HasExpiry = 0b0001_0000;
    private const byte IsPromotion = 0b0010_0000;
    private const byte PurposeMask = 0b0000_0111;
    private const byte OtherChannel = 0;
    private const byte OtherTenant = 0b1000_0000;

    // By their places, which tokens that were sent hold: only ever added to.
    private static readonly string[] Channels = ["", "email", "sms", "push", "whatsapp", "web", "inapp", "chat"];

    // The decoder passes over spaces and padding.
    private static readonly SearchValues<char> Signs = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The token, signed with the newest key.</summary>
    /// <param name="token">What it says.</param>
    /// <param name="keys">Must have a key.</param>
    /// <param name="target">Of a link: the address that it leads to, which is beside the token.</param>
    public static string Sign(LinkToken token, LinkKeyRing keys, string? target = null)
    {
        var key = keys.Newest ?? throw new InvalidOperationException("There is no key to sign with.");
        if ((token.Purpose == LinkPurpose.Link) != (target is not null))
        {
            throw new ArgumentException("A link has a target, and nothing else has.", nameof(target));
        }

        using var bytes = new MemoryStream();
        Write(bytes, token, key.Id);
        Span<byte> mac = stackalloc byte[MacBytes];
        Mac(key, bytes.GetBuffer().AsSpan(0, (int)bytes.Length), target, mac);
        bytes.Write(mac);
        return Base64Url.EncodeToString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>What a token says; null where it is none of ours, of another purpose or target, or over.</summary>
    /// <param name="text">The token.</param>
    /// <param name="purpose">What it is used for.</param>
    /// <param name="keys">Keys that may have signed it.</param>
    /// <param name="now">Whether it is over.</param>
    /// <param name="target">Of a link: the address beside it.</param>
    public static LinkToken? Read(string? text, LinkPurpose purpose, LinkKeyRing keys, DateTimeOffset now, string? target = null)
    {
        if (Decode(text) is not { } bytes || (purpose == LinkPurpose.Link) != (target is not null) || target?.Length > TargetBytesMax)
        {
            return null;
        }

        var content = bytes.AsSpan(0, bytes.Length - MacBytes);
        Span<byte> mac = stackalloc byte[MacBytes];
        if (keys.Find(content[1]) is not { } key || !Mac(key, content, target, mac) || !CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(content.Length)))
        {
            return null;
        }

        // Ours, whole: what cannot be read is of a later version.
        return Parse(content) is { } token && token.Purpose == purpose && !(token.ExpiresAt <= now) ? token : null;
    }

    /// <summary>A short name of a token, the same for each of its uses; tells nothing about what it says.</summary>
    public static string NameOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, ActionBytes));

    private static void Write(MemoryStream bytes, LinkToken token, byte key)
    {
        var action = token.Action is null ? [] : Convert.FromHexString(token.Action);
        if (token.Action is not null && (action.Length != ActionBytes || Convert.ToHexStringLower(action) != token.Action))
        {
            throw new ArgumentException("An action's id has 32 hexadecimal digits in lower case.", nameof(token));
        }

        var channel = Array.IndexOf(Channels, token.Channel, 1);
        var tenant = token.Customer.Tenant == CustomerKey.DefaultTenant ? null : token.Customer.Tenant;
        bytes.WriteByte((byte)(Format | (byte)token.Purpose | (token.Action is null ? 0 : HasAction) | (token.ExpiresAt is null ? 0 : HasExpiry) | (token.Promotion ? IsPromotion : 0)));
        bytes.WriteByte(key);
        bytes.WriteByte((byte)(Math.Max(channel, OtherChannel) | (tenant is null ? 0 : OtherTenant)));
        bytes.Write(action);
        if (token.ExpiresAt is { } expires)
        {
            Span<byte> minutes = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32BigEndian(minutes, checked((uint)(expires.ToUnixTimeSeconds() / 60)));
            bytes.Write(minutes);
        }

        WriteText(bytes, channel < 0 ? token.Channel : null);
        WriteText(bytes, tenant);
        bytes.Write(Utf8.GetBytes(token.Customer.Customer.Value));
    }

    private static void WriteText(MemoryStream bytes, string? text)
    {
        if (text is not null)
        {
            var written = Utf8.GetBytes(text);
            if (written.Length is 0 or > ChannelBytesMax)
            {
                throw new ArgumentException($"A channel or a tenant in a token has 1 to {ChannelBytesMax} bytes.", nameof(text));
            }

            bytes.WriteByte((byte)written.Length);
            bytes.Write(written);
        }
    }

    private static LinkToken? Parse(ReadOnlySpan<byte> content)
    {
        var (head, places) = (content[0], content[2]);
        var known = places & ~OtherTenant;
        var rest = content[HeadBytes..];
        if ((head & FormatMask) != Format || known >= Channels.Length)
        {
            return null;
        }

        var action = (head & HasAction) == 0 ? null : Convert.ToHexStringLower(Take(ref rest, ActionBytes));
        DateTimeOffset? expires = (head & HasExpiry) == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(60L * BinaryPrimitives.ReadUInt32BigEndian(Take(ref rest, sizeof(uint))));
        var channel = known == OtherChannel ? Text(ref rest) : Channels[known];
        var tenant = (places & OtherTenant) == 0 ? CustomerKey.DefaultTenant : Text(ref rest);
        return new LinkToken
        {
            Purpose = (LinkPurpose)(head & PurposeMask),
            Action = action,
            Customer = new(tenant, new(Utf8.GetString(rest))),
            Channel = channel,
            Promotion = (head & IsPromotion) != 0,
            ExpiresAt = expires,
        };
    }

    private static string Text(ref ReadOnlySpan<byte> rest) => Utf8.GetString(Take(ref rest, Take(ref rest, 1)[0]));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    // Of all texts that decode to the same bytes the decoder takes one: a changed sign is never the same token.
    private static byte[]? Decode(string? text)
    {
        if (text is not { Length: > 0 and <= LengthMax } || text.AsSpan().ContainsAnyExcept(Signs))
        {
            return null;
        }

        return Base64Url.IsValid(text, out var length) && length > HeadBytes + MacBytes ? Base64Url.DecodeFromChars(text) : null;
    }

    private static bool Mac(LinkKey key, ReadOnlySpan<byte> content, string? target, Span<byte> mac)
    {
        var length = target is null ? 0 : Encoding.UTF8.GetByteCount(target);
        if (length > TargetBytesMax)
        {
            return false;
        }

        var signed = new byte[sizeof(int) + content.Length + length];
        BinaryPrimitives.WriteInt32BigEndian(signed, content.Length);
        content.CopyTo(signed.AsSpan(sizeof(int)));
        Encoding.UTF8.GetBytes(target ?? "", signed.AsSpan(sizeof(int) + content.Length));
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Sign(signed, whole);
        whole[..MacBytes].CopyTo(mac);
        return true;
    }
}
