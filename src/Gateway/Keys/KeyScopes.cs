using System.Collections.Immutable;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Keys;

/// <summary>What keys may do.</summary>
internal static class KeyScopes
{
    /// <summary>Send touchpoints.</summary>
    public const string Touchpoints = "touchpoints";

    /// <summary>Read as an AI assistant, without personal data.</summary>
    public const string Assistant = "assistant";

    /// <summary>Of an assistant: draft, backtest and submit documents.</summary>
    public const string AssistantDraft = "assistant-draft";

    /// <summary>Of an assistant: see personal data.</summary>
    public const string Personal = "personal-data";

    public static ImmutableArray<string> All { get; } = [Touchpoints, Assistant, AssistantDraft, Personal];

    /// <summary>Whether the key may send for a source.</summary>
    public static bool MaySendFor(this StoredApiKey key, string source) =>
        key.Sources.Any(s => s.EndsWith('*') ? source.StartsWith(s[..^1], StringComparison.Ordinal) : source == s);
}
