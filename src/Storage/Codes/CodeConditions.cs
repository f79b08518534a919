using System.Diagnostics;

namespace CxOrchestrator.Storage.Codes;

/// <summary>Conditions on rows of codes, in SQL that both stores speak.</summary>
public static class CodeConditions
{
    public const string Free = "action IS NULL AND redeemed_at IS NULL";

    public static string Of(CodeState? state) => state switch
    {
        null => "true",
        CodeState.Free => Free,
        CodeState.Given => "action IS NOT NULL AND redeemed_at IS NULL",
        CodeState.Redeemed => "redeemed_at IS NOT NULL",
        _ => throw new UnreachableException($"No codes are {state}."),
    };
}
