namespace CxOrchestrator.Console.Connections;

/// <summary>States of connections and steps of messages in words, each with a sign and the colour's class.</summary>
internal static class ConnectionWords
{
    public static (string Text, string Class) State(string state) => state switch
    {
        "working" => ("✓ working", "good"),
        "unused" => ("○ not used yet", ""),
        "failing" => ("! failing", "bad"),
        "paused" => ("‖ paused", "warn"),
        "incomplete" => ("! incomplete", "bad"),
        "disabled" => ("○ disabled", ""),
        _ => (state, ""),
    };

    public static (string Text, string Class) Step(string step) => step switch
    {
        "sent" => ("→ sent", ""),
        "unknown" => ("? unknown", "warn"),
        "accepted" => ("→ accepted", ""),
        "expired" => ("✕ expired", "bad"),
        "failed" => ("✕ failed", "bad"),
        "delivered" => ("✓ delivered", "good"),
        "bounced" => ("✕ bounced", "bad"),
        "opened" => ("✓ opened", "good"),
        "clicked" => ("✓ clicked", "good"),
        "replied" => ("✓ replied", "good"),
        "unsubscribed" => ("! unsubscribed", "warn"),
        "complained" => ("! reported as spam", "bad"),
        _ => (step, ""),
    };

    public static string Secret(string state) => state switch
    {
        "entered" => "entered",
        "environment" => "from the environment",
        "file" => "from a file",
        "otherTarget" => "entered for another provider or address; enter it again",
        _ => "not entered",
    };
}
