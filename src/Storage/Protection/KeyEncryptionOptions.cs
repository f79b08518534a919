namespace CxOrchestrator.Storage.Protection;

/// <summary>How the keys of session cookies are kept in the store.</summary>
public sealed class KeyEncryptionOptions
{
    public const string Section = "Access";

    /// <summary>
    /// File with the base64 of 32 random bytes that encrypt the keys, the same on every gateway; on further lines those that encrypted before.
    /// Default: none; keys are stored unencrypted, and anyone who can read the store can forge sessions.
    /// </summary>
    public string? KeyFile { get; set; }
}
