namespace CxOrchestrator.Rules.Connections;

public enum SignatureKind
{
    Hmac,

    /// <summary>Elliptic curve, signature as DER.</summary>
    Ecdsa,

    Ed25519,
}
