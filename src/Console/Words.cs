using System.Globalization;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Rules.Actions;

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

    /// <summary>"14:05:09", where the browser is.</summary>
    public static string Clock(DateTimeOffset at) => at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How a clock runs, as people would say it: "1 minute = 6 hours"; null where it runs like theirs.</summary>
    public static string? Pace(double speed)
    {
        if (speed is > 0.99 and < 1.01 or <= 0)
        {
            return null;
        }

        var minute = TimeSpan.FromMinutes(speed);
        var (count, unit) = minute.TotalDays >= 1 ? (minute.TotalDays, "day") : minute.TotalHours >= 1 ? (minute.TotalHours, "hour") : (minute.TotalMinutes, "minute");
        var number = count.ToString("0.#", CultureInfo.InvariantCulture);
        return $"1 minute = {number} {unit}{(number == "1" ? "" : "s")}";
    }

    /// <summary>The whole time, where the browser is.</summary>
    public static string Exact(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>To the minute, where the browser is.</summary>
    public static string Minute(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>"-0.63", with a sign and two decimals.</summary>
    public static string Signed(double value) => Math.Round(value, 2).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    public static string Whole(double value) => Math.Round(value).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1.2 k€", "340 €".</summary>
    public static string Money(double amount, string? currency)
    {
        var unit = Currency(currency);
        var number = Math.Abs(amount) >= 1000
            ? (amount / 1000).ToString("0.#", CultureInfo.InvariantCulture) + " k"
            : amount.ToString("0", CultureInfo.InvariantCulture) + " ";
        return $"{number}{unit}".Trim();
    }

    /// <summary>The sign of a currency, else its code.</summary>
    public static string Currency(string? code) => code switch { "EUR" => "€", "USD" => "$", "GBP" => "£", null => "", _ => code };

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
        "setAttribute" or "setattribute" => "Note about the customer",
        "segment" => "List of a segment",
        "suppress" => "Other policies suppressed",
        _ => kind,
    };

    /// <summary>The symbol of an action.</summary>
    public static string Sign(string kind) => kind switch { "message" => "✉", "offer" => "%", "callback" => "☎", _ => "⇢" };

    /// <summary>A status with the symbol beside its colour.</summary>
    public static string Status(string status) => status switch
    {
        "decided" => "· decided",
        "held" => "‖ held back",
        "admitted" => "→ sending",
        "delivered" => "✓ sent",
        "refused" => "✕ not sent",
        "dead" => "! failed",
        "unknown" => "? sent, perhaps",
        _ => status,
    };

    /// <summary>What became of an action: a callback is not sent, it opens a case.</summary>
    public static string Did(string kind, string status) => (kind, status) switch
    {
        ("callback", "delivered") => "✓ case opened",
        ("callback", "refused") => "✕ no case opened",
        ("webhook", "delivered") => "✓ called",
        ("setAttribute" or "setattribute" or "segment" or "suppress", "delivered") => "✓ done",
        ("setAttribute" or "setattribute" or "segment" or "suppress", "refused") => "✕ not done",
        _ => Status(status),
    };

    public static string Mark(string kind) => kind switch
    {
        "instanceStarted" => "Journey began",
        "stageEntered" => "Stage",
        "instanceEnded" => "Journey ended",
        "instanceExited" => "Journey exited",
        "goalReached" => "Goal reached",
        "expectationSet" => "Expected",
        "expectationMoved" => "Expectation moved",
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
        "waitFired" => "Wait over",
        "waitHeld" => "Wait held",
        "waitDropped" => "Wait ended",
        "valueUnread" => "Could not be read",
        "stateTrimmed" => "No longer kept",
        "reviewed" => "Reviewed",
        _ => kind,
    };

    /// <summary>What a mark on the timeline says. An expectation is named after its miss: where it was met, its short name tells more.</summary>
    public static string Mark(TimelineMark mark) => mark.Kind switch
    {
        "expectationMissed" => mark.Text ?? Mark(mark.Kind),
        "customerMerged" => $"Merged with {mark.Name}",
        "customerUnmerged" => $"No longer one with {mark.Name}",
        _ when mark.Kind.StartsWith("expectation", StringComparison.Ordinal) => $"{Mark(mark.Kind)}: {Type(mark.Name ?? "").ToLowerInvariant()}",
        _ => mark.Text is { } text ? $"{Mark(mark.Kind)}: {text}" : Mark(mark.Kind),
    };

    /// <summary>An input's name: what happened, in words.</summary>
    public static string Input(TimelineEntry entry) => entry.Kind switch
    {
        "admission" => "Checked before sending",
        "merge" => "Customers merged",
        "unmerge" => "Merge undone",
        "timer" => entry.Marks.FirstOrDefault(m => m.Kind == "expectationMissed")?.Text ?? entry.Type switch
        {
            "lowPoint.faded" => Mark("lowPointFaded"),
            "highPoint.faded" => "High point faded",
            "timer" => entry.Marks.Any(m => m.Kind.StartsWith("wait", StringComparison.Ordinal)) ? "A policy's wait ended" : "Risk reviewed",
            var type => Type(type),
        },
        _ => Type(entry.Type),
    };

    /// <summary>The customer's own words, which tell more than any number; null where there are none.</summary>
    public static string? Said(TimelineEntry entry) =>
        entry.Touchpoint is { ValueKind: System.Text.Json.JsonValueKind.Object } touchpoint
            && touchpoint.TryGetProperty("feedback", out var feedback) && feedback.ValueKind == System.Text.Json.JsonValueKind.Object
            && feedback.TryGetProperty("text", out var text) && text.ValueKind == System.Text.Json.JsonValueKind.String
            && text.GetString() is { Length: > 0 } said
                ? said
                : null;

    /// <summary>Why a case was opened; the name beside it is not repeated.</summary>
    public static string Reason(string reason, string? name)
    {
        if (name is null || !reason.StartsWith(name, StringComparison.Ordinal))
        {
            return reason;
        }

        var rest = reason[name.Length..].TrimStart(':', ' ');
        return rest.Length == 0 ? reason : char.ToUpperInvariant(rest[0]) + rest[1..];
    }

    /// <summary>What a customer agreed to or refused: <c>email</c>, <c>email.promotion</c>.</summary>
    public static string Consent(string consent) => consent.Split('.') switch
    {
        [var channel, "promotion"] => $"{channel} promotions",
        [var channel, "service"] => $"{channel} service messages",
        _ => consent,
    };

    /// <summary>A limit of a policy: whether it lets it act now, else when it next could.</summary>
    public static string Limit(LimitView limit) => !limit.Holds
        ? $"✓ {limit.Text}"
        : $"‖ {limit.Text}: held back now{(limit.NextAt is { } next ? $", next possible {Minute(next)}" : "")}";

    /// <summary>Words of an offer before its code is known.</summary>
    public static string BeforeCode(string text) => text.Replace(OfferCodes.Place, "‹a code of their own›", StringComparison.Ordinal);

    /// <summary>"review.submitted" reads "Review submitted"; what is in words already stays.</summary>
    public static string Cause(string text) => text.Contains('.', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal) ? Type(text) : text;

    /// <summary>"order.placed" reads "Order placed".</summary>
    public static string Type(string type)
    {
        if (type == "schedule.due")
        {
            return "A scheduled time came";
        }

        var words = type.Replace('.', ' ').Replace('_', ' ').Replace('-', ' ');
        return words.Length == 0 ? type : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
