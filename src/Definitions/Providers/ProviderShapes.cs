using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>The groups of a provider document.</summary>
internal static class ProviderShapes
{
    public static Shape Provider { get; } = new("provider", "a provider", "kind", "id", "name", "channels", "settings", "secrets", "send", "answer", "lookup", "test", "webhook");

    public static Shape Setting { get; } = new("providerSetting", "a setting", "name", "label", "format", "required", "default");

    public static Shape Secret { get; } = new("providerSecret", "a secret", "name", "label", "required");

    public static Shape Send { get; } = new("providerSend", "send",
        "method", "url", "headers", "headersFrom", "auth", "json", "jsonFrom", "form", "text", "contentType", "idempotency", "recognizesRepeats");

    public static Shape Auth { get; } = new("providerAuth", "auth", "bearer", "basic", "header", "aws", "jwt", "google", "oauth");

    public static Shape AuthBasic { get; } = new("providerAuthBasic", "basic", "user", "password");

    public static Shape AuthHeader { get; } = new("providerAuthHeader", "header", "name", "value");

    public static Shape AuthAws { get; } = new("providerAuthAws", "aws", "service", "region", "key", "secret");

    public static Shape AuthJwt { get; } = new("providerAuthJwt", "jwt", "algorithm", "key", "keyId", "claims", "lifetime");

    public static Shape AuthGoogle { get; } = new("providerAuthGoogle", "google", "account", "scope");

    public static Shape AuthOAuth { get; } = new("providerAuthOAuth", "oauth", "url", "client", "secret", "scope", "header");

    public static Shape Answer { get; } = new("providerAnswer", "answer", "accepted", "retry", "never", "fault", "addressFault", "id", "text");

    public static Shape Lookup { get; } = new("providerLookup", "lookup", "method", "url", "headers", "found", "missing", "id");

    public static Shape Test { get; } = new("providerTest", "test", "method", "url", "headers", "works", "text");

    public static Shape Webhook { get; } = new("providerWebhook", "webhook",
        "verify", "challenge", "events", "id", "at", "type", "action", "message", "reason", "permanent", "address", "url", "text", "automated", "steps");

    public static Shape Verify { get; } = new("providerVerify", "verify", "basic", "bearer", "shared", "hmac", "hash", "ecdsa", "ed25519", "jwt", "sns");

    public static Shape VerifyBasic { get; } = new("providerVerifyBasic", "basic", "user", "password");

    public static Shape VerifyBearer { get; } = new("providerVerifyBearer", "bearer", "secret");

    public static Shape VerifyShared { get; } = new("providerVerifyShared", "shared", "value", "secret", "prefix");

    public static Shape VerifySignature { get; } = new("providerVerifySignature", "a signature",
        "algorithm", "secret", "key", "keyFormat", "signature", "signatureFormat", "prefix", "signed", "timestamp", "nonce", "value", "tolerance");

    public static Shape VerifyJwt { get; } = new("providerVerifyJwt", "jwt", "token", "secret", "bodyHash", "tolerance");

    public static Shape VerifySns { get; } = new("providerVerifySns", "sns", "topic", "tolerance");

    public static Shape Challenge { get; } = new("providerChallenge", "challenge", "token", "secret", "answer");

    public static IEnumerable<Shape> All =>
    [
        Provider, Setting, Secret, Send, Auth, AuthBasic, AuthHeader, AuthAws, AuthJwt, AuthGoogle, AuthOAuth, Answer, Lookup, Test, Webhook, Verify, VerifyBasic, VerifyBearer,
        VerifyShared, VerifySignature, VerifyJwt, VerifySns, Challenge,
    ];
}
