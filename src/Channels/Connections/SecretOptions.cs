namespace CxOrchestrator.Channels.Connections;

/// <summary>Secrets of connections that are not entered in the console.</summary>
public sealed class SecretOptions
{
    public const string Section = "Channels";

    /// <summary>Folder of the files that connections name under <c>secrets</c>; each holds one secret. Default: none, and no secret comes from a file.</summary>
    public string? SecretsFolder { get; set; }
}
