namespace CxOrchestrator.Rules.Connections;

/// <summary>Where a secret of a connection comes from, in place of the console.</summary>
/// <param name="Name">As the provider calls it: <c>password</c>, <c>apiKey</c>.</param>
/// <param name="Place">What holds it.</param>
/// <param name="Where">Name of the environment variable or of the file.</param>
public sealed record SecretSource(string Name, SecretPlace Place, string Where);

public enum SecretPlace
{
    /// <summary>A variable of every silo's environment, whose name begins with <c>CX_SECRET_</c>.</summary>
    Environment,

    /// <summary>A file in the folder of secrets of every silo.</summary>
    File,
}
