using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Connections;

/// <summary>
/// What a secret is entered for: the provider, and every setting that says where it is sent. A document that changes one of them does not get the secret
/// that was entered before, so nobody who may write documents can have a secret sent to a place of their own.
/// </summary>
public static class SecretTargets
{
    private static readonly string[] Places = ["host", "port", "url", "address", "tokenAddress", "endpoint", "region", "baseUrl", "base", "domain"];

    public static string Of(ConnectionDefinition connection) => string.Join(
        ' ',
        [
            connection.Provider,
            .. connection.Settings.Where(s => Places.Contains(s.Key, StringComparer.Ordinal)).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"),
        ]);
}
