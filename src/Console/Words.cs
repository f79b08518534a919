using System.Globalization;

namespace CxOrchestrator.Console;

/// <summary>How values read on a screen.</summary>
internal static class Words
{
    /// <summary>"now", "14 m", "3 h", "2 d": the largest whole unit.</summary>
    public static string Since(TimeSpan time) => time switch
    {
        { TotalSeconds: < 0 } => "now",
        { TotalSeconds: < 60 } => $"{(int)time.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} m",
        { TotalHours: < 48 } => $"{(int)time.TotalHours} h",
        _ => $"{(int)time.TotalDays} d",
    };

    /// <summary>"in 3 h" or "3 h ago".</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now) =>
        at > now ? $"in {Since(at - now)}" : now - at < TimeSpan.FromSeconds(1) ? "now" : $"{Since(now - at)} ago";

    /// <summary>The whole time, where the browser is.</summary>
    public static string Exact(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>"-0.63", with a sign and two decimals.</summary>
    public static string Signed(double value) => Math.Round(value, 2).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    public static string Whole(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1.2 k€", "340 €".</summary>
    public static string Money(double amount, string? currency)
    {
        var unit = currency switch { "EUR" => "€", "USD" => "$", "GBP" => "£", null => "", _ => currency };
        var number = Math.Abs(amount) >= 1000
            ? (amount / 1000).ToString("0.#", CultureInfo.InvariantCulture) + " k"
            : amount.ToString("0", CultureInfo.InvariantCulture) + " ";
        return $"{number}{unit}".Trim();
    }

    /// <summary>"12.4 MB".</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return $"{value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {units[unit]}";
    }

    /// <summary>What an action is, in a word.</summary>
    public static string Kind(string kind) => kind switch
    {
        "message" => "Message",
        "offer" => "Offer",
        "callback" => "Callback",
        "webhook" => "Call to a system",
        _ => kind,
    };

    /// <summary>A status with the sign that stands beside its colour.</summary>
    public static string Status(string status) => status switch
    {
        "decided" => "· decided",
        "held" => "‖ held back",
        "admitted" => "→ sending",
        "delivered" => "✓ sent",
        "refused" => "✕ not sent",
        "dead" => "! failed",
        _ => status,
    };

    public static string Mark(string kind) => kind switch
    {
        "instanceStarted" => "Journey began",
        "stageEntered" => "Stage",
        "instanceEnded" => "Journey ended",
        "instanceLeft" => "Journey left",
        "goalReached" => "Goal reached",
        "expectationSet" => "Expected",
        "expectationMoved" => "Promise moved",
        "expectationMet" => "Came in time",
        "expectationMetLate" => "Came late",
        "expectationMissed" => "Missed",
        "expectationCancelled" => "No longer expected",
        "lowPointOpened" => "Low point opened",
        "lowPointDeepened" => "Low point deepened",
        "lowPointRecovered" => "Low point recovered",
        "lowPointFaded" => "Low point faded",
        "highPointOpened" => "High point opened",
        "highPointClosed" => "High point ended",
        "actionDecided" => "Decided",
        "policyHeld" => "Held back",
        "actionAdmitted" => "Admitted",
        "actionHeld" => "Held back",
        "actionRefused" => "Not sent",
        "profileChanged" => "Profile changed",
        _ => kind,
    };

    /// <summary>"order.placed" reads "Order placed".</summary>
    public static string Type(string type)
    {
        var words = type.Replace('.', ' ').Replace('_', ' ');
        return words.Length == 0 ? type : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
