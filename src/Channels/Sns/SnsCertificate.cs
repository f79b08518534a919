namespace CxOrchestrator.Channels.Sns;

/// <summary>What is known of a signing certificate.</summary>
/// <param name="Key">Its public key, as SubjectPublicKeyInfo; null: it is refused.</param>
/// <param name="Refusal">Why it is refused; null: it is trusted.</param>
/// <param name="Until">How long this is remembered; never longer than the certificate is valid.</param>
internal sealed record SnsCertificate(byte[]? Key, string? Refusal, DateTimeOffset Until);
