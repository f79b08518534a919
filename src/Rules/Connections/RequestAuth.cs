using System.Collections.Immutable;

namespace CxOrchestrator.Rules.Connections;

/// <summary>How a request says who sends it; a closed family.</summary>
public abstract record RequestAuth;

/// <summary><c>Authorization: Bearer</c> and the secret.</summary>
public sealed record BearerAuth(string Secret) : RequestAuth;

/// <summary>Templates of the user and the password.</summary>
public sealed record BasicAuth(string User, string Password) : RequestAuth;

/// <summary>A header and the template of its value.</summary>
public sealed record HeaderAuth(string Name, string Value) : RequestAuth;

/// <summary>AWS Signature Version 4; templates.</summary>
public sealed record AwsAuth(string Service, string Region, string Key, string Secret) : RequestAuth;

/// <summary>A JSON Web Token of our own, signed for each request or kept for half its life.</summary>
public sealed record JwtAuth : RequestAuth
{
    /// <summary><c>RS256</c>, <c>ES256</c> or <c>HS256</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Secret with the key: PEM, or for HS256 the text.</summary>
    public required string Key { get; init; }

    /// <summary>Template of the <c>kid</c>; null: none.</summary>
    public string? KeyId { get; init; }

    /// <summary>Names, and templates of their values. <c>iat</c>, <c>exp</c> and <c>jti</c> are set.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Claims { get; init; } = [];

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>A Google service account: its key as JSON is the secret, and is exchanged for an access token.</summary>
public sealed record GoogleAuth(string Account, string Scope) : RequestAuth;

/// <summary>OAuth 2.0 client credentials; templates, and the scope as it is. The token is sent as a bearer's, or alone in a header of that name.</summary>
public sealed record OAuthAuth(string Url, string Client, string Secret, string? Scope, string? Header = null) : RequestAuth;
