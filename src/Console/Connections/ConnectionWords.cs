using CxOrchestrator.Api.Connections;

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

    /// <summary>What was found in a mailbox: label, number and explanation. Kinds that were never found and that nobody has to look at are left out.</summary>
    public static IEnumerable<(string Label, long Count, string Help)> Returns(ReturnMailboxView mailbox)
    {
        (string Label, long Count, string Help, bool Always)[] all =
        [
            ("Bounces", mailbox.Bounces, "Messages that could not be delivered", true),
            ("Complaints", mailbox.Complaints, "Reported as spam, or opted out at the mailbox provider", true),
            ("Replies", mailbox.Replies, "Recorded; they stay unread in the mailbox for people", true),
            ("Delivered", mailbox.Delivered, "Reports that a message was delivered", false),
            ("Automatic", mailbox.Automatic, "Automatic replies, delays and read receipts: nothing follows", false),
            ("About other messages", mailbox.Foreign, "This connection did not send that message, or not to that address", false),
            ("Not understood", mailbox.NotUnderstood, "Left unread in the mailbox for people", true),
            ("Unreadable", mailbox.Unreadable, "Too large or damaged; left unread", false),
        ];
        return all.Where(a => a.Always || a.Count > 0).Select(a => (a.Label, a.Count, a.Help));
    }

    public static string Secret(string state) => state switch
    {
        "entered" => "entered",
        "environment" => "from the environment",
        "file" => "from a file",
        "otherTarget" => "entered for another provider or address; enter it again",
        _ => "not entered",
    };
}
