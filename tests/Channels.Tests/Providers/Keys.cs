using System.Security.Cryptography;
using System.Text.Json;

namespace CxOrchestrator.Channels.Tests.Providers;

/// <summary>Keys of providers' test accounts, made for this run.</summary>
internal static class Keys
{
    public static RSA Rsa { get; } = RSA.Create(2048);

    public static ECDsa Curve { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string RsaPem { get; } = Rsa.ExportPkcs8PrivateKeyPem();

    public static string CurvePem { get; } = Curve.ExportPkcs8PrivateKeyPem();

    public static string CurvePublic { get; } = Convert.ToBase64String(Curve.ExportSubjectPublicKeyInfo());

    public static string GoogleAccount { get; } = JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["client_email"] = "push@shop.iam.gserviceaccount.com",
        ["private_key"] = RsaPem,
        ["token_uri"] = "https://oauth2.googleapis.com/token",
    });
}
