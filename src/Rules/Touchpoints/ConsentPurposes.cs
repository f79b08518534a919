namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What a customer may be contacted for; the same as the categories of policies.</summary>
internal static class ConsentPurposes
{
    public const string Service = "service";
    public const string Promotion = "promotion";

    public static bool Is(ReadOnlySpan<char> name) => name is Service or Promotion;

    /// <summary>The channel and the purpose of a name as a profile keeps it; null: every purpose.</summary>
    public static (string Channel, string? Purpose) Split(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? (name, null) : (name[..dot], name[(dot + 1)..]);
    }
}
