using System.Text;

namespace CxOrchestrator.Channels.Http;

/// <summary>Reads the beginning of an answer; what is longer is no provider's answer to a message.</summary>
internal static class AnswerBody
{
    /// <summary>Most bytes that are read.</summary>
    public const int BytesMax = 64 * 1024;

    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[BytesMax];
        var read = await stream.ReadAtLeastAsync(buffer, BytesMax, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
