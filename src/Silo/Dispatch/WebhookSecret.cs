using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Silo.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>The keys that sign webhooks: the configured ones, else one that is made once and kept in the data folder, readable by its owner only.</summary>
internal sealed class WebhookSecret(IOptions<WebhookOptions> options, WebhookSecretFile file)
{
    private const int Bytes = 32;

    private readonly Lazy<ImmutableArray<byte[]>> _keys = new(() => WebhookKeys.Read(Text(options.Value.Secret, file.Path)));

    /// <summary>Each signs; at least one.</summary>
    public ImmutableArray<byte[]> Keys => _keys.Value;

    private static string Text(string configured, string? path)
    {
        if (configured.Length > 0)
        {
            return configured;
        }

        if (path is null)
        {
            throw new InvalidOperationException("Webhooks are signed, and Webhooks:Secret is not set. Give all silos the same one.");
        }

        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            Make(path);
        }

        var text = File.ReadAllText(path).Trim();
        return WebhookKeys.Problem(text) is { } problem ? throw new InvalidDataException($"The file {path} {problem}") : text;
    }

    private static void Make(string path)
    {
        OwnerOnly.MakeFolder(Path.GetDirectoryName(path)!);
        var secret = WebhookKeys.Create(RandomNumberGenerator.GetBytes(Bytes));

        // Whole or not at all: half a secret, or none, would sign as well.
        var making = path + ".new";
        File.Delete(making);
        using (var stream = OwnerOnly.Open(making, FileMode.Create))
        {
            stream.Write(Encoding.UTF8.GetBytes(secret));
            stream.Flush(flushToDisk: true);
        }

        File.Move(making, path, overwrite: true);
    }
}

/// <summary>Where the secret is kept; null where several processes would each make their own.</summary>
internal sealed record WebhookSecretFile(string? Path);
