namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>ISO 4217 by its shape: new codes come, and a list of them would refuse good money.</summary>
internal static class Currencies
{
    public const string Cure = "A currency is three capital letters, such as EUR.";

    public static bool IsCode(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}
