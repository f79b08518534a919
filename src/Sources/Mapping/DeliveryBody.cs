using System.IO.Compression;
using CxOrchestrator.Channels.Http;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>Takes a delivery apart: unpacks what is compressed, within a bound, and reads lines of JSON as a list.</summary>
public static class DeliveryBody
{
    /// <summary>Most bytes of a body, as it arrives and unpacked.</summary>
    public const int BytesMax = 8 << 20;

    /// <summary>The delivery, whose <see cref="ReceivedWebhook.Request"/> keeps the bytes as they arrived; null, and why without a full stop, where it cannot be read.</summary>
    public static ReceivedWebhook? Read(WebhookRequest request, out string why)
    {
        why = "";
        if (request.Body.Length > BytesMax)
        {
            why = $"The body has more than {BytesMax >> 20} MiB";
            return null;
        }

        if (Plain(request, out why) is not { } body)
        {
            return null;
        }

        if (ReceivedWebhook.Of(request, body) is { } received)
        {
            return received;
        }

        why = "The body is not UTF-8";
        return null;
    }

    /// <summary>The bytes without compression; null where they cannot be unpacked.</summary>
    public static byte[]? Plain(WebhookRequest request) => Plain(request, out _)?.ToArray();

    private static ReadOnlyMemory<byte>? Plain(WebhookRequest request, out string why)
    {
        why = "";
        var encoding = ReceivedWebhook.Header(request, "Content-Encoding")?.Trim().ToLowerInvariant() ?? "";
        if (encoding is "" or "identity")
        {
            return request.Body;
        }

        if (encoding is "gzip" or "x-gzip" or "deflate" or "br")
        {
            return Unpacked(request.Body, encoding, out why) is { } unpacked ? new ReadOnlyMemory<byte>(unpacked) : default(ReadOnlyMemory<byte>?);
        }

        why = "The body's encoding is not known; send it plain, or as gzip, deflate or br";
        return null;
    }

    private static byte[]? Unpacked(ReadOnlyMemory<byte> packed, string encoding, out string why)
    {
        why = "";
        using var source = new MemoryStream(packed.ToArray(), writable: false);
        using Stream unpacking = encoding switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => new GZipStream(source, CompressionMode.Decompress),
        };
        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        try
        {
            for (var read = unpacking.Read(chunk); read > 0; read = unpacking.Read(chunk))
            {
                if (body.Length + read > BytesMax)
                {
                    why = $"The body becomes more than {BytesMax >> 20} MiB when it is unpacked";
                    return null;
                }

                body.Write(chunk, 0, read);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or InvalidOperationException)
        {
            why = $"The body is not {encoding}";
            return null;
        }

        return body.ToArray();
    }
}
