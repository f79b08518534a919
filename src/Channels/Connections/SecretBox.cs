using System.Security.Cryptography;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.AspNetCore.DataProtection;

namespace CxOrchestrator.Channels.Connections;

/// <summary>Encrypts secrets of connections, each for its connection and name alone: what is stored for one cannot be read as another.</summary>
public sealed class SecretBox(IDataProtectionProvider protection)
{
    /// <summary>Longest secret, in characters: a key of 4,096 bits as PEM, a service account's file.</summary>
    public const int LengthMax = 10_000;

    private const string Purpose = "cx.connection-secret";

    public string Seal(string connection, string name, string secret) => Protector(connection, name).Protect(secret);

    /// <summary>Null where the key that encrypted it is gone.</summary>
    public string? Open(ConnectionSecret secret)
    {
        try
        {
            return Protector(secret.Connection, secret.Name).Unprotect(secret.Value);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(string connection, string name) => protection.CreateProtector(Purpose, connection, name);
}
