using System.Globalization;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Console.Backtests;

namespace CxOrchestrator.Console.Voice;

/// <summary>How figures of what customers say read on a screen.</summary>
internal static class VoiceWords
{
    public static string Share(double share) => share is > 0 and < 0.01 ? "<1 %" : share.ToString("0 %", CultureInfo.InvariantCulture);

    public static string Share(long part, long whole) => Share(whole == 0 ? 0 : (double)part / whole);

    /// <summary>"▲ 12 %" against the period before; null where that had nothing.</summary>
    public static string? Change(long now, long before) => before == 0 || now == before ? null
        : $"{(now > before ? "▲" : "▼")} {(Math.Abs(now - before) / (double)before).ToString("0 %", CultureInfo.InvariantCulture)}";

    public static string Rise(VoiceRise rise) =>
        $"{BacktestWords.Number(rise.LastWeek)} in the last 7 days of the period, usually {rise.UsualWeek.ToString("0.#", CultureInfo.InvariantCulture)} a week";

    /// <summary>Those who work with customers say what their texts mean.</summary>
    public static bool MayCorrect(MeView me) => me.Roles.Any(r => r is "operator" or "supervisor" or "administrator");

    public static string Style(string? read) => read switch { "negative" => "bad", "positive" => "good", _ => "" };
}
