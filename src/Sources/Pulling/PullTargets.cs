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
    /// <summary>Whether the secret is sent when the system is asked.</summary>
    public static bool Uses(SourceDefinition source, string secret) => source.Pull is { } pull && NamesOf(pull).Any(names => names.Contains(secret));

    /// <summary>Places that the secret is sent to, with spaces between them; empty: it never leaves.</summary>
    public static string Of(SourceDefinition? source, SourceConnection connection, string secret)
    {
        if (source?.Pull is not { } pull || !Uses(source, secret))
        {
            return "";
        }

        var settings = Mapping.SourceSettings.Effective(source, connection.Settings);
        IEnumerable<string> addresses = pull.Auth is OAuthAuth oauth ? [pull.Request.Url, oauth.Url] : [pull.Request.Url];
        return string.Join(' ', addresses.Select(a => SecretTargets.Place(a, settings.GetValueOrDefault)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What the pull needs and the connection does not have, by their labels; empty: it can be asked.</summary>
    public static IEnumerable<string> Missing(SourceDefinition source, IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<string, string> secrets)
    {
        var used = source.Pull is { } pull ? NamesOf(pull).SelectMany(names => names).ToHashSet(StringComparer.Ordinal) : [];
        return source.Secrets.Where(s => used.Contains(s.Name) && !secrets.ContainsKey(s.Name)).Select(s => s.Label)
            .Concat(source.Settings.Where(s => used.Contains(s.Name) && !settings.ContainsKey(s.Name)).Select(s => s.Label));
    }

    private static IEnumerable<IReadOnlyCollection<string>> NamesOf(SourcePull pull) =>
        ((IEnumerable<string>)[pull.Request.Url, .. pull.Request.Headers.Select(h => h.Value), .. pull.Query.Select(q => q.Value)]).Select(SecretTargets.NamesIn)
        .Concat(pull.Auth is { } auth ? OfAuth(auth) : []);

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
}
