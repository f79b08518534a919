using CxOrchestrator.Api.Customers;

namespace CxOrchestrator.Console.Customers;

/// <summary>What each thing on the curve says, for those who point at it and those who hear it.</summary>
internal static class CurveWords
{
    public static IEnumerable<CurveStop> Stops(
        IReadOnlyList<CurvePoint> points,
        IReadOnlyList<CurveMark> marks,
        IReadOnlyList<CurveExpectation> expectations,
        DateTimeOffset now) =>
        points.Select(p => (p.Entry.EffectiveAt, Rank: 0, Stop: new CurveStop($"p{p.Entry.Sequence}", p.X, Of(p, now))))
            .Concat(marks.Select(m => (m.Action.At, Rank: 1, Stop: new CurveStop($"a{m.Action.Id}", m.X, Of(m, now)))))
            .Concat(expectations.Select(e => (e.Expectation.DueAt, Rank: 2, Stop: new CurveStop(Key(e), e.X, Of(e, now)))))
            .OrderBy(s => s.Item1).ThenBy(s => s.Rank)
            .Select(s => s.Stop);

    public static string Key(CurveExpectation expectation) => $"e{expectation.Journey.Journey}-{expectation.Journey.Correlation}-{expectation.Expectation.Expectation}";

    private static string Of(CurvePoint point, DateTimeOffset now)
    {
        var entry = point.Entry;
        string?[] parts =
        [
            $"{Words.Input(entry)}{(entry.Channel is { } channel ? $" by {channel}" : "")}{(Words.Said(entry) is { } said ? $": “{said}”" : "")}",
            When(entry.EffectiveAt, now),
            entry.Experience is { } value ? $"experience {Words.Signed(value)}" : null,
            $"mood {Words.Signed(entry.Mood)}",
            $"risk {Words.Whole(entry.Risk)}",
            SaidWords.Reading(entry),
            .. entry.Marks.Where(m => m.Kind is "lowPointOpened" or "lowPointDeepened" or "lowPointRecovered" or "lowPointFaded" or "highPointOpened" or "expectationMet" or "expectationMetLate").Select(Words.Mark),
        ];
        return string.Join(" · ", parts.Where(p => p is not null));
    }

    private static string Of(CurveMark mark, DateTimeOffset now)
    {
        var action = mark.Action;
        var why = action.ReasonText ?? action.LastError;
        return $"{Words.Kind(action.Kind)}{(action.Channel is { } channel ? $" by {channel}" : "")} from “{action.PolicyName}” · decided {When(action.At, now)} · {Words.Did(action.Kind, action.Status)}{(why is null ? "" : $": {why}")}";
    }

    private static string Of(CurveExpectation expected, DateTimeOffset now) =>
        $"Expected: {Words.Type(expected.Expectation.Expectation).ToLowerInvariant()} of {expected.Journey.Name} {expected.Journey.Correlation} · due {When(expected.Expectation.DueAt, now)}";

    private static string When(DateTimeOffset at, DateTimeOffset now) => $"{Words.Minute(at)} ({Words.Relative(at, now)})";
}
