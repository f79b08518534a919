using System.Net;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Touchpoints;

namespace CxOrchestrator.Cli.Send;

/// <summary>A gateway's answer to a batch: either a result for each line, or why none of it was taken.</summary>
internal sealed record PostAnswer
{
    public const string RefusedStatus = "refused";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>One for each line; null where the batch was refused as a whole.</summary>
    public IReadOnlyList<TouchpointResult>? Results { get; private init; }

    /// <summary>Why the batch was refused as a whole; null where there are results.</summary>
    public string? Refused { get; private init; }

    /// <summary>Reads an answer. Throws <see cref="IOException"/> for one that no gateway gives to touchpoints.</summary>
    public static async Task<PostAnswer> ReadAsync(Uri url, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        // The bytes, and never the character set that the answer names: it may be nonsense.
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            return new PostAnswer { Results = Read<TouchpointResults>(body)?.Results ?? throw NoGateway(url, answer, "its answer cannot be read") };
        }

        // Answers without a list of results are read as problem details, whatever media type they name.
        var problem = Read<PartialProblem>(body);
        if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge))
        {
            throw NoGateway(url, answer, problem?.Detail ?? problem?.Title);
        }

        return problem?.Results?.Results is { } results
            ? new PostAnswer { Results = results }
            : new PostAnswer { Refused = problem?.Detail ?? problem?.Title ?? $"{(int)answer.StatusCode} {answer.ReasonPhrase}" };
    }

    private static T? Read<T>(byte[] body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IOException NoGateway(Uri url, HttpResponseMessage answer, string? detail) => new(
        $"{url} answered {(int)answer.StatusCode} {answer.ReasonPhrase}"
        + (answer.Headers.Location is { } location ? $", which leads to {location}" : "")
        + (detail is null ? "" : $": {detail.TrimEnd('.')}")
        + "; is it a gateway?");

    /// <summary>Of <see cref="Problem"/> only what is needed here: a proxy's problem details have less.</summary>
    private sealed record PartialProblem(string? Title, string? Detail, TouchpointResults? Results);
}
