using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>The keys that sign webhooks: the configured ones, else one that is made once and kept in the data folder, readable by its owner only.</summary>
public sealed class WebhookSecret(IOptions<WebhookOptions> options, WebhookSecretFile file)
{
    private const int Bytes = 32;

    private readonly Lock _gate = new();
    private ImmutableArray<byte[]> _keys;
    private string? _problem;

    /// <summary>Each signs; at least one. Throws where there is none that can be read, and looks again the next time.</summary>
    public ImmutableArray<byte[]> Keys
    {
        get
        {
            lock (_gate)
            {
                return _keys.IsDefault ? Load() : _keys;
            }
        }
    }

    /// <summary>Why webhooks cannot be signed, and what to do; null where they can, or none was sent so far and the secret is made with the first.</summary>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                if (_keys.IsDefault && (_problem is not null || options.Value.Secret.Length > 0 || File.Exists(file.Path)))
                {
                    try
                    {
                        Load();
                    }
                    catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
                    {
                        // Said below.
                    }
                }

                return _problem;
            }
        }
    }

    private ImmutableArray<byte[]> Load()
    {
        try
        {
            _keys = WebhookKeys.Read(Text(options.Value.Secret, file.Path));
            _problem = null;
            return _keys;
        }
        catch (Exception exception)
        {
            _problem = exception is IOException or UnauthorizedAccessException
                ? $"Webhooks cannot be signed, and wait: the file {DataFolder.SecretFile} of the data folder cannot be read or made. Let the gateway's user read and write it, or set Webhooks:Secret."
                : $"Webhooks cannot be signed, and wait. {exception.Message}";
            throw;
        }
    }

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
        return WebhookKeys.Problem(text) is { } problem ? throw new InvalidOperationException($"The file {Path.GetFileName(path)} of the data folder {problem}") : text;
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
