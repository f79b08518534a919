using CxOrchestrator.Api.Sources;
using CxOrchestrator.Api.Sources.Files;

namespace CxOrchestrator.Console.Sources;

/// <summary>Sources and their deliveries in words, each with a sign and the colour's class.</summary>
internal static class SourceWords
{
    public static (string Text, string Class) State(string state) => state switch
    {
        "receiving" => ("✓ receiving", "good"),
        "silent" => ("○ silent for 24 hours", "warn"),
        "refusing" => ("! refusing", "bad"),
        "failing" => ("! failing", "bad"),
        "unused" => ("○ nothing received yet", ""),
        "connected" => ("✓ connected, nothing received yet", "good"),
        "incomplete" => ("! incomplete", "bad"),
        "disabled" => ("○ disabled", ""),
        _ => ("○ not published yet", ""),
    };

    public static (string Text, string Class) Outcome(string outcome) => outcome switch
    {
        "mapped" => ("✓ mapped", "good"),
        "generic" => ("→ generic type", ""),
        "dropped" => ("○ dropped", ""),
        _ => ("! unmapped", "warn"),
    };

    public static (string Text, string Class) Import(FileImportView import) => import.State switch
    {
        "done" => ("✓ done", "good"),
        "failed" => ("! failed", "bad"),
        "cancelled" => ("○ cancelled", ""),
        _ => ($"→ {import.State}", ""),
    };

    public static string Counts(FileImportView import) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{import.Rows:N0} rows, {import.Touchpoints:N0} touchpoints{(import.Dropped > 0 ? $", {import.Dropped:N0} dropped" : "")}{(import.Rejected > 0 ? $", {import.Rejected:N0} rejected" : "")}");

    public static string Secret(SourceSecretView secret) => secret.State switch
    {
        "entered" => $"entered{(secret.SetBy is { } by ? $" by {by}" : "")}",
        "environment" => "from the environment",
        "file" => "from a file",
        _ => secret.Required ? "not entered" : "not entered, optional",
    };

    /// <summary>What a touchpoint brings about, as a sentence.</summary>
    public static string Outcome(SourceOutcomeView outcome) => outcome.Kind switch
    {
        "instanceStarted" => $"Enters the journey {outcome.Journey}",
        "stageEntered" => $"{outcome.Journey}: stage {outcome.Text}",
        "goalReached" => $"{outcome.Journey}: reaches its goal",
        "instanceEnded" => $"{outcome.Journey}: ends",
        "expectationSet" => $"{outcome.Journey}: waits, else “{outcome.Text}”",
        "expectationMet" => $"{outcome.Journey}: met, no “{outcome.Text}”",
        "lowPointOpened" => $"Low point opens: {outcome.Text}",
        "actionDecided" => $"Policy acts: {outcome.Text}",
        _ => $"Policy held: {outcome.Text}",
    };
}
