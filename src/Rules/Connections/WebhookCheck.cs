namespace CxOrchestrator.Rules.Connections;

/// <summary>Something that a webhook's request has to satisfy; a closed family. Secrets are named, expressions are JMESPath over the request.</summary>
public abstract record WebhookCheck;

/// <summary>A user and a password, as secrets; null: the password is not looked at, since the user is the secret.</summary>
public sealed record BasicCheck(string User, string? Password) : WebhookCheck;

/// <summary>A secret that the request carries as it is.</summary>
/// <param name="Value">Expression: where it is.</param>
/// <param name="Secret">The secret.</param>
/// <param name="Prefix">What precedes it, like <c>Bearer </c>; null: nothing.</param>
public sealed record SharedCheck(string Value, string Secret, string? Prefix) : WebhookCheck;

/// <summary>A signature over parts of the request.</summary>
public sealed record SignatureCheck : WebhookCheck
{
    public required SignatureKind Kind { get; init; }

    /// <summary><c>sha1</c>, <c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; init; } = "sha256";

    /// <summary>Secret with the key, or with the public key.</summary>
    public required string Secret { get; init; }

    public BytesFormat KeyFormat { get; init; }

    /// <summary>The key as text with names of settings and secrets in braces, such as <c>{clientId}&amp;{secret}</c>; null: the secret alone.</summary>
    public string? Key { get; init; }

    /// <summary>Expression: the signature, or a list of which one has to be right.</summary>
    public required string Signature { get; init; }

    public required BytesFormat SignatureFormat { get; init; }

    /// <summary>What precedes each signature, like <c>v1=</c>; null: nothing.</summary>
    public string? Prefix { get; init; }

    /// <summary>
    /// What is signed: text with <c>{body}</c>, <c>{bodyHash}</c> (SHA-256 of it, as bytes), <c>{method}</c>, <c>{url}</c>, <c>{form}</c> (names and values
    /// of the form, sorted by name), <c>{timestamp}</c>, <c>{nonce}</c>, <c>{value}</c> and, of a hash without a key, <c>{secret}</c>.
    /// </summary>
    public required string Content { get; init; }

    /// <summary>Expression: when it was signed; null: the provider does not say.</summary>
    public string? Timestamp { get; init; }

    /// <summary>Expression: a further value that is signed.</summary>
    public string? Nonce { get; init; }

    /// <summary>Expression: the part of the request that is signed, where it is not all of the body.</summary>
    public string? Value { get; init; }

    /// <summary>How far the timestamp may be from now, both ways.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>A JSON Web Token with HS256.</summary>
/// <param name="Token">Expression: where it is.</param>
/// <param name="Secret">The secret that signs it.</param>
/// <param name="BodyHash">Claim with the SHA-256 of the body as hex; null: none.</param>
/// <param name="Tolerance">How far <c>iat</c> may be from now, both ways.</param>
public sealed record JwtCheck(string Token, string Secret, string? BodyHash, TimeSpan Tolerance) : WebhookCheck;

/// <summary>
/// A notification of Amazon SNS, with its signature: it comes from the topic that a setting names, and its own time is near. A request to confirm
/// the subscription is answered.
/// </summary>
/// <param name="Topic">Setting with the ARN of the topic.</param>
/// <param name="Tolerance">How far its time may be from now, both ways.</param>
public sealed record SnsCheck(string Topic, TimeSpan Tolerance) : WebhookCheck;
