using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Cli.Publish;

/// <summary>Sends a folder of documents to a gateway and reports the result.</summary>
internal sealed class Publisher(HttpClient http, TextWriter output, TextWriter errors)
{
    private readonly GatewaySession _session = new(http, errors);

    public async Task<int> RunAsync(PublishOptions options, CancellationToken cancellationToken)
    {
        var found = DefinitionFolder.Open(options.Folder);
        Documents.WritePassedOver(options.Folder, found, errors);
        var documents = found.Read();
        if (documents.IsEmpty)
        {
            errors.WriteLine($"cx: there are no *.yaml or *.yml files in {options.Folder}.");
            return ExitCodes.Errors;
        }

        // Here first: errors need no gateway.
        var read = DefinitionReader.Read(documents);
        if (!read.Errors.IsEmpty)
        {
            foreach (var error in read.Errors)
            {
                output.WriteLine(error);
            }

            return ExitCodes.Errors;
        }

        try
        {
            return await _session.SignInAsync(options.Account, options.Password, options.Code, cancellationToken) && await SendAsync(options, documents, cancellationToken) ? ExitCodes.Done : ExitCodes.Errors;
        }
        catch (HttpRequestException exception)
        {
            errors.WriteLine($"cx: {options.To} cannot be reached: {exception.Message}");
            return ExitCodes.Errors;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            errors.WriteLine($"cx: {options.To} did not answer in time; what it published is listed by GET /v1/definitions.");
            return ExitCodes.Errors;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not in the form of the API: a proxy, or something else at this address.
            errors.WriteLine($"cx: {options.To} gave an answer that cannot be read; is it a gateway?");
            return ExitCodes.Errors;
        }
    }

    private async Task<bool> SendAsync(PublishOptions options, IReadOnlyCollection<DocumentSource> documents, CancellationToken cancellationToken)
    {
        var request = new PublishRequest { Files = documents.ToDictionary(d => d.File, d => d.Text), DryRun = options.DryRun, TakeOver = options.TakeOver };
        using var answer = await http.PostAsJsonAsync("v1/definitions/publish", request, GatewaySession.Json, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return await _session.RefusedAsync(answer, cancellationToken);
        }

        var result = (await answer.Content.ReadFromJsonAsync<SetComparison>(GatewaySession.Json, cancellationToken))!;
        foreach (var problem in result.Problems)
        {
            output.WriteLine($"{problem.File}:{problem.Line}:{problem.Column}: {problem.Message}");
        }

        ChangeText.Write(result.Changes, output);
        output.WriteLine(result.Version is { } version ? $"Published as version {version}."
            : options.DryRun ? $"Nothing was published: a dry run upon version {result.FromVersion}."
            : $"Nothing to publish: version {result.FromVersion} is current.");
        return result.Problems.Count == 0;
    }
}
