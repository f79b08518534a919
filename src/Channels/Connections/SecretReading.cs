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
        ConnectionDefinition connection, CompiledDefinitions definitions, ImmutableArray<ConnectionSecret> entered) =>
        Of(connection.Id, connection.Secrets, entered, secret => SecretTargets.Of(connection, definitions, secret));

    /// <summary>The same of a connection of any kind.</summary>
    /// <param name="connection">Its id.</param>
    /// <param name="outside">Secrets that its document places elsewhere.</param>
    /// <param name="entered">All that were entered.</param>
    /// <param name="target">What a secret has to be entered for to be used.</param>
    public (IReadOnlyDictionary<string, string> Secrets, ImmutableArray<string> Problems) Of(
        string connection, ImmutableArray<SecretSource> outside, ImmutableArray<ConnectionSecret> entered, Func<string, string> target)
    {
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var source in outside)
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

        foreach (var secret in entered.Where(s => s.Connection == connection && outside.All(o => o.Name != s.Name)))
        {
            if (secret.Target != target(secret.Name))
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
