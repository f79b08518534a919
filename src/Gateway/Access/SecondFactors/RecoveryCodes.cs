using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>
/// Codes for those who have lost the device that makes codes; each works once. They are random and long enough that a plain hash of one cannot be
/// searched for.
/// </summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    private const int GroupLength = 4;
    private const int Groups = 4;

    // No letters and digits that look alike: people type them.
    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";

    public static ImmutableArray<string> Make() => [.. Enumerable.Range(0, Count)
        .Select(_ => string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Signs, GroupLength))))];

    /// <summary>Whether it can be one, without dashes and spaces.</summary>
    public static bool IsCode(string text) => text.Length == GroupLength * Groups;

    /// <summary>What is stored of one. The account is in it, so that equal codes of two accounts are not seen to be equal.</summary>
    public static string Hash(string account, string code) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{account}\n{TypedCode.Clean(code)}")));
}
