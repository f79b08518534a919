using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>The fields of conditions in groups, with what this installation knows beside what the language has.</summary>
internal static class FieldCatalog
{
    private static readonly IReadOnlyList<Choice> Weekdays =
        [.. new[] { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" }.Select(d => new Choice(d, char.ToUpperInvariant(d[0]) + d[1..]))];

    private static readonly IReadOnlyList<FieldInfo> Experience =
    [
        new("mood", "mood", FieldKind.Number, Hint: "−1 to 1"), new("risk", "risk", FieldKind.Number, Hint: "0 to 100"), new("pressure", "pressure", FieldKind.Number, Hint: "0 and up"),
        new("remembered", "remembered experience", FieldKind.Number, Hint: "−1 to 1"), new("lowPoint.open", "has an open low point", FieldKind.Flag),
        new("lowPoint.cause", "cause of the low point", FieldKind.Text), new("lowPoint.depth", "depth of the low point", FieldKind.Number, Hint: "0 to 1"),
        new("lowPoint.days", "days since the low point opened", FieldKind.Number), new("highPoint.open", "has an open high point", FieldKind.Flag),
        new("highPoint.cause", "cause of the high point", FieldKind.Text), new("highPoint.height", "height of the high point", FieldKind.Number, Hint: "0 to 1"),
        new("highPoint.days", "days since the high point opened", FieldKind.Number),
    ];

    private static readonly IReadOnlyList<FieldInfo> Times =
    [
        new("time.ofDay", "time of day where the customer lives", FieldKind.Clock), new("time.weekday", "day of the week", FieldKind.Text, Weekdays), new("time.date", "date", FieldKind.Date),
        new("time.month", "month", FieldKind.Number, Hint: "1 to 12"),
    ];

    /// <summary>Conditions that are more than a field and a comparison.</summary>
    public static readonly IReadOnlyList<FieldInfo> Windows =
        [.. WordForms.Conditions.Select(c => new FieldInfo(c.Name, c.Label, c.Fields.Any(f => f.Input == FormInput.NumberComparisons) ? FieldKind.Number : FieldKind.Any))];

    /// <summary>Fields of a touchpoint, named as under <c>where</c>.</summary>
    public static IReadOnlyList<FieldInfo> OfTouchpoint(Vocabulary words, string? type = null) => Once(
    [
        new("channel", "channel", FieldKind.Text, words.Channels), new("source", "source", FieldKind.Text, words.Sources), new("amount", "amount", FieldKind.Number), new("currency", "currency", FieldKind.Text),
        new("csat", "satisfaction (CSAT)", FieldKind.Number, Hint: "1 to 5"), new("nps", "recommendation (NPS)", FieldKind.Number, Hint: "0 to 10"), new("ces", "ease (CES)", FieldKind.Number, Hint: "1 to 7"),
        new("text", "their own words", FieldKind.Text), new("lang", "language of their words", FieldKind.Text),
        new("sentiment", "sentiment of their words", FieldKind.Number, Hint: "−1 to 1"), new("reasons", "reasons in their words", FieldKind.List, words.Reasons), .. words.AttributesOf(type),
    ]);

    /// <param name="words">What this installation knows.</param>
    /// <param name="ofCustomerOnly">A segment is about the customer at any time: no touchpoint, no instance at hand.</param>
    public static IReadOnlyList<FieldGroup> All(Vocabulary words, bool ofCustomerOnly)
    {
        FieldGroup customer = new("Customer", Once(
        [
            new("segment", "is in the segment", FieldKind.Text, words.Segments), new("customer.lifetimeValue", "lifetime value", FieldKind.Number), new("customer.segment", "segment given by upstream", FieldKind.Text),
            new("customer.language", "language", FieldKind.Text), new("customer.timeZone", "time zone", FieldKind.Text), new("customer.currency", "currency", FieldKind.Text), new("customer.name", "name", FieldKind.Text),
            new("customer.id", "id", FieldKind.Text), new("customer.touchpoints", "touchpoints", FieldKind.Number), new("customer.silentDays", "days of silence", FieldKind.Number),
            .. words.Channels.Select(c => new FieldInfo($"consent.{c.Value}", $"agreed to {c.Label}", FieldKind.Flag)), .. words.CustomerAttributes,
        ]));
        FieldGroup experience = new("Mood, risk, low points", Experience);
        FieldGroup stages = new("Journey", [.. words.Journeys.Select(j => new FieldInfo($"stage.{j.Id}", $"stage in {j.Name}", FieldKind.Text, j.Stages))]);
        FieldGroup times = new("Time", Times);
        FieldGroup windows = new("In a time before now", Windows);
        if (ofCustomerOnly)
        {
            return [customer, experience, stages, windows, times];
        }

        stages = stages with
        {
            Fields =
            [
                .. stages.Fields, new("journey.id", "journey at hand", FieldKind.Text, [.. words.Journeys.Select(j => new Choice(j.Id, j.Name))]), new("journey.stage", "stage at hand", FieldKind.Text),
                new("journey.days", "days in the journey", FieldKind.Number), new("journey.correlation", "number of the order, ticket, …", FieldKind.Text),
            ],
        };
        FieldGroup touchpoint = new("What triggered it",
        [
            new("touchpoint.type", "type of touchpoint", FieldKind.Text, words.Types), .. OfTouchpoint(words).Select(f => f with { Path = "touchpoint." + f.Path }), new("touchpoint.experience", "experience", FieldKind.Number, Hint: "−1 to 1"),
        ]);
        return [customer, experience, stages, touchpoint, windows, times];
    }

    // What the language names was also seen with touchpoints: it is one field, with our name for it and the values that were seen.
    private static List<FieldInfo> Once(IEnumerable<FieldInfo> fields) =>
        [.. fields.GroupBy(f => f.Path, StringComparer.Ordinal).Select(same => same.First() with { Values = same.Select(f => f.Values).FirstOrDefault(v => v is { Count: > 0 }) })];

    /// <summary>The field of that path; one that nobody has seen is an attribute.</summary>
    public static FieldInfo Find(IEnumerable<FieldGroup> groups, string path) =>
        groups.SelectMany(g => g.Fields).FirstOrDefault(f => f.Path == path)
        ?? new FieldInfo(path, path, path.StartsWith("consent.", StringComparison.Ordinal) ? FieldKind.Flag : path.StartsWith("stage.", StringComparison.Ordinal) ? FieldKind.Text : FieldKind.Any);
}
