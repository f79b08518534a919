namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>A code as people type it: apps show it in groups, and keyboards begin with a capital.</summary>
internal static class TypedCode
{
    /// <summary>Longest text that is looked at.</summary>
    public const int LengthMax = 40;

    public static string Clean(string? typed) => typed is null or { Length: > LengthMax }
        ? ""
        : string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-')).ToLowerInvariant();
}
