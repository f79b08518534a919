using System.Globalization;
using System.Net;
using CxOrchestrator.Definitions.Providers;

namespace CxOrchestrator.Channels.Http;

/// <summary>An answer as it arrived.</summary>
internal sealed class ReceivedAnswer
{
    /// <summary>Longest wait that a provider may ask for.</summary>
    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromDays(1);

    private ReceivedAnswer(int status, IReadOnlyList<KeyValuePair<string, string>> headers, string body, bool whole, DateTimeOffset now)
    {
        Status = status;
        Whole = whole;
        Document = QueryDocument.Answer(status, headers, body);
        RetryAfter = After(headers.FirstOrDefault(h => h.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value, now);
    }

    public int Status { get; }

    /// <summary>It arrived to its end.</summary>
    public bool Whole { get; }

    public QueryDocument Document { get; }

    public TimeSpan? RetryAfter { get; }

    /// <summary>Number and name of the status, like <c>429 Too Many Requests</c>.</summary>
    public string StatusLine
    {
        get
        {
            var number = Status.ToString(CultureInfo.InvariantCulture);
            using var named = new HttpResponseMessage((HttpStatusCode)Status);
            return named.ReasonPhrase is { Length: > 0 } name ? $"{number} {name}" : number;
        }
    }

    public static ReceivedAnswer Of(int status, IEnumerable<KeyValuePair<string, string>> headers, string body, DateTimeOffset now, bool whole = true) =>
        new(status, [.. headers], body, whole, now);

    public static async Task<ReceivedAnswer> ReadAsync(HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var headers = response.Headers.Concat(response.Content.Headers).Select(h => KeyValuePair.Create(h.Key, string.Join(", ", h.Value)));
        var (body, whole) = ("", true);
        try
        {
            body = await AnswerBody.ReadAsync(response, cancellationToken);
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException or OperationCanceledException)
        {
            whole = false;
        }

        return Of((int)response.StatusCode, headers, body, now, whole);
    }

    // Seconds or a date.
    private static TimeSpan? After(string? value, DateTimeOffset now)
    {
        var after = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, RetryAfterMax.TotalSeconds))
            : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at - now
            : (TimeSpan?)null;
        return after is not { } wait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait > RetryAfterMax ? RetryAfterMax : wait;
    }
}
