using System.Net.Http.Headers;
using System.Net.Sockets;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Send;

/// <summary>What came of a batch: the problems of the refused by their place in it, and how often it was sent again.</summary>
internal sealed record PostOutcome(IReadOnlyDictionary<int, IReadOnlyList<TouchpointError>> Problems, int Repeats);

/// <summary>Posts batches and repeats them until they are answered: a gateway that is away comes back, and sending twice is safe.</summary>
internal sealed class Poster(HttpClient http, Uri url, TimeProvider clock, TextWriter errors)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    public async Task<PostOutcome> PostAsync(IReadOnlyList<Line> batch, CancellationToken cancellationToken)
    {
        var problems = new Dictionary<int, IReadOnlyList<TouchpointError>>();
        return new PostOutcome(problems, await PostAsync(batch, 0, batch.Count, problems, cancellationToken));
    }

    // How often it was sent again.
    private async Task<int> PostAsync(
        IReadOnlyList<Line> batch, int start, int count, Dictionary<int, IReadOnlyList<TouchpointError>> problems, CancellationToken cancellationToken)
    {
        var (answer, repeats) = await AnsweredAsync(Body(batch, start, count), cancellationToken);
        if (answer.Refused is { } all && count > 1)
        {
            // Refused as a whole and not by line: halves find the line that spoils it, or are small enough.
            var half = count / 2;
            repeats += await PostAsync(batch, start, half, problems, cancellationToken);
            return repeats + await PostAsync(batch, start + half, count - half, problems, cancellationToken);
        }

        if (answer.Refused is { } refused)
        {
            problems[start] = [new TouchpointError("", refused)];
            return repeats;
        }

        foreach (var result in answer.Results!.Where(r => r.Status == PostAnswer.RefusedStatus && r.Index >= 0 && r.Index < count))
        {
            problems[start + result.Index] = result.Problems is { Count: > 0 } told
                ? [.. told.Select(p => new TouchpointError(p.Pointer, p.Detail))]
                : [new TouchpointError("", "refused without a reason")];
        }

        return repeats;
    }

    private async Task<(PostAnswer Answer, int Repeats)> AnsweredAsync(byte[] body, CancellationToken cancellationToken)
    {
        var pause = PauseMin;
        for (var repeats = 0; ; repeats++)
        {
            var wait = pause;
            try
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await http.PostAsync(url, content, cancellationToken);
                if ((int)answer.StatusCode is not (408 or 429 or >= 500))
                {
                    return (await PostAnswer.ReadAsync(url, answer, cancellationToken), repeats);
                }

                wait = answer.Headers.RetryAfter?.Delta ?? pause;
                Tell(repeats, $"{(int)answer.StatusCode} {answer.ReasonPhrase}");
            }
            catch (Exception exception) when (exception is HttpRequestException or SocketException or EndOfStreamException)
            {
                // A gateway that is killed while it answers breaks off in more ways than one.
                Tell(repeats, exception.Message);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                Tell(repeats, "no answer in time");
            }

            await Task.Delay(wait < PauseMax ? wait : PauseMax, clock, cancellationToken);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }

    private static byte[] Body(IReadOnlyList<Line> batch, int start, int count)
    {
        using var body = new MemoryStream(batch.Skip(start).Take(count).Sum(l => l.Json.Length + 1) + 1);
        for (var i = start; i < start + count; i++)
        {
            body.WriteByte((byte)(body.Length == 0 ? '[' : ','));
            body.Write(batch[i].Json);
        }

        body.WriteByte((byte)']');
        return body.ToArray();
    }

    private void Tell(int repeats, string why)
    {
        // Once, and then now and again: a gateway that is down for an hour is not worth a page of lines.
        if (repeats is 0 or 5 || repeats % 60 == 0)
        {
            errors.WriteLine($"cx: {url} is not taking touchpoints ({why}); trying again.");
        }
    }
}
