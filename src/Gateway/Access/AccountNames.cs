namespace CxOrchestrator.Gateway.Access;

/// <summary>What accounts can be called: the name is used in addresses and in the audit trail.</summary>
internal static class AccountNames
{
    private const int LengthMax = 60;

    public static string Rule { get; } = $"A name has 1 to {LengthMax} letters, digits, dots, dashes, underscores and at signs.";

    public static bool IsName(string name) =>
        name.Length is > 0 and <= LengthMax && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@');
}
