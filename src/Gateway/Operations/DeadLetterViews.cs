using System.Text;
using System.Text.Unicode;
using CxOrchestrator.Api.Operations;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Operations;

/// <summary>Dead letters as the API says them.</summary>
internal static class DeadLetterViews
{
    private const int TextBytesMax = 64 * 1024;

    /// <summary>With its text.</summary>
    public static DeadLetterView Of(StoredDeadLetter stored) => Head(stored) with { Text = Text(stored.Letter.Body.Span) };

    /// <summary>As a list has it.</summary>
    public static DeadLetterView Head(StoredDeadLetter stored) => new()
    {
        Id = stored.Id,
        Source = stored.Letter.Source,
        Customer = stored.Letter.Customer,
        Reason = stored.Letter.Reason,
        Detail = stored.Letter.Detail,
        At = stored.Letter.At,
        ReplayedAt = stored.ReplayedAt,
        Bytes = stored.Bytes,
    };

    private static string? Text(ReadOnlySpan<byte> body) =>
        !Utf8.IsValid(body) ? null : Encoding.UTF8.GetString(body.Length <= TextBytesMax ? body : body[..Boundary(body)]);

    // The last character's start at or before the cut.
    private static int Boundary(ReadOnlySpan<byte> body)
    {
        var end = TextBytesMax;
        while ((body[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return end;
    }
}
