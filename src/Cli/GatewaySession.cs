using System.Net.Http.Json;
using System.Text.Json;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;

namespace CxOrchestrator.Cli;

/// <summary>Signs in at a gateway and prints what it refuses. The session's cookie stays with the client.</summary>
internal sealed class GatewaySession(HttpClient http, TextWriter errors)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <summary>With a password, or by choosing the account where the gateway asks for none. Without an account nothing is done.</summary>
    public async Task<bool> SignInAsync(string? account, string? password, string? code, CancellationToken cancellationToken)
    {
        if (account is null)
        {
            return true;
        }

        using var answer = password is not null
            ? await http.PostAsJsonAsync("v1/sign-in", new SignInRequest { Account = account, Password = password, Code = code }, Json, cancellationToken)
            : await http.PostAsJsonAsync("v1/me/switch", new SwitchRequest { Account = account }, Json, cancellationToken);
        return answer.IsSuccessStatusCode || await RefusedAsync(answer, cancellationToken);
    }

    /// <summary>Prints why; always false.</summary>
    public async Task<bool> RefusedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentType?.MediaType != Problem.MediaType)
        {
            errors.WriteLine($"cx: {answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode} {answer.ReasonPhrase}; is it a gateway?");
            return false;
        }

        var problem = (await answer.Content.ReadFromJsonAsync<Problem>(Json, cancellationToken))!;
        var cure = problem.Type.EndsWith(":second-factor-needed", StringComparison.Ordinal) ? "Give the code of the authenticator app, or a recovery code, with --code." : problem.Cure;
        errors.WriteLine($"cx: {problem.Title}. {problem.Detail} {cure}");
        return false;
    }

    /// <summary>The text of a file with a secret, without its line end; - reads standard input.</summary>
    public static async Task<string?> SecretAsync(string? file, CancellationToken cancellationToken) => file switch
    {
        null => null,
        "-" => await Console.In.ReadLineAsync(cancellationToken),
        _ => (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n'),
    };
}
