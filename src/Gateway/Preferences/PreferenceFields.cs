using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Preferences;

/// <summary>Names and values in the form.</summary>
internal static class PreferenceFields
{
    /// <summary>Made as the page was: the same page sent twice is one change.</summary>
    public const string Number = "n";

    /// <summary>Channels that the form has.</summary>
    public const string Shown = "shown";

    /// <summary>What is ticked.</summary>
    public const string On = "on";

    /// <summary>Which button was pressed.</summary>
    public const string Do = "do";

    public const string Save = "save";
    public const string Pause = "pause";
    public const string Resume = "resume";
    public const string None = "none";

    public static string Of(string channel, PolicyCategory category) => $"{channel}.{(category == PolicyCategory.Promotion ? "promotion" : "service")}";
}
