using System.Collections.ObjectModel;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
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
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public async Task<PostOutcome> PostAsync(IReadOnlyList<Line> batch, CancellationToken cancellationToken)
    {
        var body = Body(batch);
        var pause = PauseMin;
        for (var repeats = 0; ; repeats++)
        {
            var wait = pause;
            try
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await http.PostAsync(url, content, cancellationToken);
                if (answer.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
                {
                    return new PostOutcome(await ProblemsAsync(answer, batch, cancellationToken), repeats);
                }

                if ((int)answer.StatusCode is not (408 or 429 or >= 500))
                {
                    throw new IOException($"{url} answered {(int)answer.StatusCode} {answer.ReasonPhrase}; is it a gateway?");
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

    private static byte[] Body(IReadOnlyList<Line> batch)
    {
        using var body = new MemoryStream(batch.Sum(l => l.Json.Length + 1) + 1);
        foreach (var line in batch)
        {
            body.WriteByte((byte)(body.Length == 0 ? '[' : ','));
            body.Write(line.Json);
        }

        body.WriteByte((byte)']');
        return body.ToArray();
    }

    private static async Task<IReadOnlyDictionary<int, IReadOnlyList<TouchpointError>>> ProblemsAsync(
        HttpResponseMessage answer, IReadOnlyList<Line> batch, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == HttpStatusCode.Accepted || answer.Content.Headers.ContentType?.MediaType == "application/json")
        {
            var results = await answer.Content.ReadFromJsonAsync<TouchpointResults>(Json, cancellationToken);
            return results!.Results
                .Where(r => r.Status == "refused")
                .ToDictionary(r => r.Index, r => (IReadOnlyList<TouchpointError>)[.. (r.Problems ?? []).Select(p => new TouchpointError(p.Pointer, p.Detail))]);
        }

        // Refused as a whole: every line of it, for that one reason; with results where the gateway gave them.
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        if (problem.RootElement.TryGetProperty("results", out var list))
        {
            var all = list.Deserialize<List<TouchpointResult>>(Json)!;
            return all.Where(r => r.Status == "refused")
                .ToDictionary(r => r.Index, r => (IReadOnlyList<TouchpointError>)[.. (r.Problems ?? []).Select(p => new TouchpointError(p.Pointer, p.Detail))]);
        }

        var detail = problem.RootElement.TryGetProperty("detail", out var text) ? text.GetString() : answer.ReasonPhrase;
        return new ReadOnlyDictionary<int, IReadOnlyList<TouchpointError>>(
            Enumerable.Range(0, batch.Count).ToDictionary(i => i, _ => (IReadOnlyList<TouchpointError>)[new TouchpointError("", detail ?? "refused")]));
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
