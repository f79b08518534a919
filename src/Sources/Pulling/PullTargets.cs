using System.Collections.Immutable;
using CxOrchestrator.Channels.Connections;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Pulling;

/// <summary>
/// Where the secrets of a source are sent. One that only verifies deliveries never leaves; one that is sent is entered for the places that the document
/// names, so nobody who may write documents can have it sent to a place of their own.
/// </summary>
public static class PullTargets
{
    /// <summary>Whether the secret is sent when the system is asked or listened to.</summary>
    public static bool Uses(SourceDefinition source, string secret) => CallsOf(source).Any(c => Uses(c, secret));

    /// <summary>Places that the secret is sent to, with spaces between them; empty: it never leaves.</summary>
    public static string Of(SourceDefinition? source, SourceConnection connection, string secret)
    {
        if (source is null || !Uses(source, secret))
        {
            return "";
        }

        var settings = Mapping.SourceSettings.Effective(source, connection.Settings);
        return string.Join(' ', CallsOf(source).Where(c => Uses(c, secret)).SelectMany(c => c.Places(settings))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What asking or listening needs and the connection does not have, by their labels; empty: the system can be called.</summary>
    public static IEnumerable<string> Missing(SourceDefinition source, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets) =>
        ReadingOf(source) is { } call ? Missing(source, call, settings, secrets.ContainsKey) : [];

    /// <summary>What enriching needs and the connection does not have, by their labels; empty: its events can be enriched.</summary>
    /// <param name="source">The kind of source.</param>
    /// <param name="settings">Of the connection.</param>
    /// <param name="has">Whether the connection has a secret of that name.</param>
    public static IEnumerable<string> MissingToEnrich(SourceDefinition source, IReadOnlyDictionary<string, string> settings, Func<string, bool> has) =>
        EnrichingOf(source) is { } call ? Missing(source, call, settings, has) : [];

    private static IEnumerable<string> Missing(SourceDefinition source, Call call, IReadOnlyDictionary<string, string> settings, Func<string, bool> has)
    {
        var used = NamesOf(call).SelectMany(names => names).ToHashSet(StringComparer.Ordinal);
        return source.Secrets.Where(s => used.Contains(s.Name) && !has(s.Name)).Select(s => s.Label)
            .Concat(source.Settings.Where(s => used.Contains(s.Name) && !settings.ContainsKey(s.Name)).Select(s => s.Label));
    }

    private static IEnumerable<Call> CallsOf(SourceDefinition source) => ((IEnumerable<Call?>)[ReadingOf(source), EnrichingOf(source)]).OfType<Call>();

    private static Call? ReadingOf(SourceDefinition source) => source switch
    {
        { Pull: { } pull } => new Call(pull.Request, pull.Query, pull.Auth, [], []),
        { Stream: { } stream } => new Call(stream.Request, stream.Query, stream.Auth, stream.Topics is { } topics ? [topics] : [], stream.RedirectsTo),
        _ => null,
    };

    private static Call? EnrichingOf(SourceDefinition source) => source.Enrich is { } enrich ? new Call(enrich.Request, enrich.Query, enrich.Auth, [], []) : null;

    private static bool Uses(Call call, string secret) => NamesOf(call).Any(names => names.Contains(secret));

    private static IEnumerable<IReadOnlyCollection<string>> NamesOf(Call call) =>
        ((IEnumerable<string>)[call.Request.Url, .. call.Request.Headers.Select(h => h.Value), .. call.Query.Select(q => q.Value), .. call.More]).Select(SecretTargets.NamesIn)
        .Concat(call.Auth is { } auth ? OfAuth(auth) : []);

    private static IEnumerable<IReadOnlyCollection<string>> OfAuth(RequestAuth auth) => auth switch
    {
        BearerAuth bearer => [[bearer.Secret]],
        GoogleAuth google => [[google.Account]],
        JwtAuth jwt => [[jwt.Key], .. Named([jwt.KeyId ?? "", .. jwt.Claims.Select(c => c.Value)])],
        BasicAuth basic => Named([basic.User, basic.Password]),
        HeaderAuth header => Named([header.Value]),
        AwsAuth aws => Named([aws.Service, aws.Region, aws.Key, aws.Secret]),
        OAuthAuth oauth => Named([oauth.Url, oauth.Client, oauth.Secret]),
        _ => throw new System.Diagnostics.UnreachableException($"No texts of {auth.GetType().Name}."),
    };

    private static IEnumerable<IReadOnlyCollection<string>> Named(IEnumerable<string> texts) => texts.Select(SecretTargets.NamesIn);

    /// <summary>How a system is called.</summary>
    /// <param name="More">Other texts that are filled in.</param>
    /// <param name="RedirectsTo">Hosts that may take the call over, with all below them.</param>
    private sealed record Call(
        RequestDefinition Request, ImmutableArray<KeyValuePair<string, string>> Query, RequestAuth? Auth, ImmutableArray<string> More, ImmutableArray<string> RedirectsTo)
    {
        public IEnumerable<string> Places(IReadOnlyDictionary<string, string> settings) =>
        [
            .. ((IEnumerable<string>)(Auth is OAuthAuth oauth ? [Request.Url, oauth.Url] : [Request.Url])).Select(a => SecretTargets.Place(a, settings.GetValueOrDefault)),
            .. RedirectsTo.Select(h => $"*.{h}"),
        ];
    }
}
