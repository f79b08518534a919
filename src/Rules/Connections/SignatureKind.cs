namespace CxOrchestrator.Rules.Connections;

public enum SignatureKind
{
    Hmac,

    /// <summary>Elliptic curve, signature as DER.</summary>
    Ecdsa,

    Ed25519,

    /// <summary>A hash without a key; the secret is a part of what is hashed.</summary>
    Hash,
}
