using System.Collections.Frozen;
using System.Diagnostics;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>Expressions over a webhook's request, each compiled once.</summary>
/// <param name="expressions">Those that are asked for; null ones are passed over.</param>
public sealed class RequestQueries(IEnumerable<string?> expressions)
{
    private readonly FrozenDictionary<string, ProviderQuery> _queries = expressions.OfType<string>().Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(q => q, CompiledProvider.Query, StringComparer.Ordinal);

    public ProviderQuery this[string expression] => _queries[expression];

    /// <summary>The expressions of checks.</summary>
    public static IEnumerable<string?> Of(IEnumerable<WebhookCheck> checks) => checks.SelectMany(c => c switch
    {
        SharedCheck shared => [shared.Value],
        SignatureCheck signature => [signature.Signature, signature.Timestamp, signature.Nonce, signature.Value],
        JwtCheck jwt => [jwt.Token],
        BasicCheck or SnsCheck => (IEnumerable<string?>)[],
        _ => throw new UnreachableException($"No expressions of {c.GetType().Name}."),
    });
}
