using System.Collections.Immutable;
using CxOrchestrator.Channels.Http;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Channels.Connections;

/// <summary>Gathers the secrets of a connection: from the environment and from files where its document says so, else those that were entered.</summary>
public sealed class SecretReading(SecretBox box, IOptions<ChannelOptions> options)
{
    private const int BytesMax = 64 * 1024;

    /// <returns>The secrets by name, and what is wrong with others, in sentences.</returns>
    public (IReadOnlyDictionary<string, string> Secrets, ImmutableArray<string> Problems) Of(
        ConnectionDefinition connection, CompiledDefinitions definitions, ImmutableArray<ConnectionSecret> entered)
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var source in connection.Secrets)
        {
            if (Outside(source, out var problem) is { } value)
            {
                secrets[source.Name] = value;
            }
            else
            {
                problems.Add(problem!);
            }
        }

        foreach (var secret in entered.Where(s => s.Connection == connection.Id && connection.Secrets.All(o => o.Name != s.Name)))
        {
            if (secret.Target != SecretTargets.Of(connection, definitions, secret.Name))
            {
                problems.Add($"The secret '{secret.Name}' was entered for another provider or address ({secret.Target}). An administrator has to enter it for this one.");
            }
            else if (box.Open(secret) is { } value)
            {
                secrets[secret.Name] = value;
            }
            else
            {
                problems.Add($"The secret '{secret.Name}' cannot be read: the key that encrypted it is missing. Enter it again.");
            }
        }

        return (secrets, problems.ToImmutable());
    }

    private string? Outside(SecretSource source, out string? problem)
    {
        problem = null;
        if (source.Place == SecretPlace.Environment)
        {
            var value = Environment.GetEnvironmentVariable(source.Where);
            problem = string.IsNullOrEmpty(value) ? $"The environment variable {source.Where} for the secret '{source.Name}' is not set." : null;
            return problem is null ? value : null;
        }

        if (options.Value.SecretsFolder is not { Length: > 0 } folder)
        {
            problem = $"The secret '{source.Name}' comes from a file, and Channels:SecretsFolder is not set.";
            return null;
        }

        try
        {
            var file = new FileInfo(Path.Combine(folder, source.Where));
            if (file is { Exists: true, Length: > 0 and <= BytesMax })
            {
                return File.ReadAllText(file.FullName).TrimEnd('\r', '\n');
            }

            problem = file.Exists ? $"The file {source.Where} for the secret '{source.Name}' is empty or larger than {BytesMax / 1024} KiB." : $"There is no file {source.Where} for the secret '{source.Name}'.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"The file {source.Where} for the secret '{source.Name}' cannot be read.";
        }

        return null;
    }
}
