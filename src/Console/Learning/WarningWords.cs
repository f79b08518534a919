using System.Globalization;
using CxOrchestrator.Api.Learning;
using CxOrchestrator.Console.Backtests;

namespace CxOrchestrator.Console.Learning;

/// <summary>What a search for warnings found, in words.</summary>
internal static class WarningWords
{
    public static readonly IReadOnlyList<(string Word, string Label)> Comparisons =
        [("atMost", "at most"), ("atLeast", "at least"), ("below", "below"), ("above", "above"), ("is", "is"), ("isNot", "is not"), ("contains", "contains")];

    public static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

    public static string Days(double days) => days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{days:0.#} days");

    public static string Step(WarningSearchProgress progress) => progress.Step switch
    {
        "waiting" => "Waits until another search is done",
        "reading" => "Reads what was recorded",
        "searching" => "Tries waits",
        "trying" => "Runs customers through the published journey and the proposal",
        _ => "Done",
    };

    /// <summary>One sentence: the answer to what somebody came for.</summary>
    public static string Headline(WarningSearchReport report) => report.WithProposal is { } found && report.Proposed is { } proposed
        ? $"{BacktestWords.Many(proposed.Rules.Count, "wait")} would have warned of {Percent(found.Recall)} of the outcomes, half of them {Days(found.MedianDays)} ahead or more; {Percent(found.Precision)} of the warnings would have been right."
        : report.Reason ?? "Nothing is proposed.";

    /// <summary>The outcome as the search takes it: <c>review.submitted where csat atMost 2</c>.</summary>
    public static string Outcome(string type, IEnumerable<(string Field, string Comparison, string Value)> conditions)
    {
        var where = conditions.Where(c => c.Field.Trim().Length > 0 && c.Value.Trim().Length > 0).Select(c => $"{c.Field.Trim()} {c.Comparison} {Value(c.Value.Trim())}").ToList();
        return where.Count == 0 ? type.Trim() : $"{type.Trim()} where {string.Join(" and ", where)}";
    }

    private static string Value(string value) => !value.Any(char.IsWhiteSpace) ? value : value.Contains('"', StringComparison.Ordinal) ? $"'{value}'" : $"\"{value}\"";
}
