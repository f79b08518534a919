using System.Security.Cryptography;
using System.Text;
using OtpNet;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>Codes that authenticator apps make from a secret and the time (RFC 6238), with what all of them can: SHA-1, six digits, steps of 30 seconds.</summary>
internal static class TimeCodes
{
    public const int Digits = 6;

    public const int StepSeconds = 30;

    /// <summary>How many steps a clock may be ahead or behind.</summary>
    private const int DriftSteps = 1;

    public static bool IsCode(string text) => text.Length == Digits && text.All(char.IsAsciiDigit);

    /// <summary>The step whose code it is, after <paramref name="after"/> and close to now; null: there is none.</summary>
    public static long? Step(byte[] secret, string code, DateTimeOffset now, long after)
    {
        var codes = new Totp(secret, StepSeconds, OtpHashMode.Sha1, Digits);
        var given = Encoding.UTF8.GetBytes(code);
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        long? matched = null;

        // Every step is compared to its end, so that the time it takes says nothing about the code.
        for (var step = current - DriftSteps; step <= current + DriftSteps; step++)
        {
            var made = codes.ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * StepSeconds).UtcDateTime);
            matched = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(made), given) && step > after ? step : matched;
        }

        return matched;
    }
}
