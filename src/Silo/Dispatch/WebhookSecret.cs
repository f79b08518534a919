using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>The key that signs webhooks: the configured one, else one that is made once and kept in the data folder, readable by its owner only.</summary>
internal sealed class WebhookSecret(IOptions<WebhookOptions> options, WebhookSecretFile file)
{
    private const int Bytes = 32;

    private readonly Lazy<byte[]> _key = new(() => Read(options.Value.Secret, file.Path));

    public byte[] Key => _key.Value;

    private static byte[] Read(string configured, string? path)
    {
        if (configured.Length > 0)
        {
            return Encoding.UTF8.GetBytes(configured);
        }

        if (path is null)
        {
            throw new InvalidOperationException("Webhooks are signed, and Webhooks:Secret is not set. Give all silos the same one.");
        }

        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
            var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            // Whole or not at all: half a secret, or none, would sign as well.
            var making = path + ".new";
            File.Delete(making);
            using (var stream = new FileStream(making, create))
            {
                stream.Write(Encoding.UTF8.GetBytes(secret));
                stream.Flush(flushToDisk: true);
            }

            File.Move(making, path, overwrite: true);
        }

        // The text itself is the key, so that a receiver can be given what stands in the file.
        return Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim());
    }
}

/// <summary>Where the secret is kept; null where several processes would each make their own.</summary>
internal sealed record WebhookSecretFile(string? Path);
