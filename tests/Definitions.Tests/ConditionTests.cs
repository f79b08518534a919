using System.Globalization;
using CsCheck;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Tests;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("{mood: {below: -0.3}}", "mood below -0.3")]
    [InlineData("{risk: 60}", "risk is 60")]
    [InlineData("{customer.tier: gold}", "customer.tier is gold")]
    [InlineData("{customer.tier: {isNot: gold}}", "customer.tier is not gold")]
    [InlineData("{touchpoint.amount: {atLeast: 5e1}}", "touchpoint.amount at least 50")]
    [InlineData("{touchpoint.amount: {atMost: .5}}", "touchpoint.amount at most 0.5")]
    [InlineData("{touchpoint.when: {above: 2026-01-31}}", "touchpoint.when above 2026-01-31")]
    [InlineData("{customer.segment: {in: [gold, silver]}}", "customer.segment one of gold, silver")]
    [InlineData("{customer.segment: {notIn: [gold]}}", "customer.segment none of gold")]
    [InlineData("{touchpoint.text: {contains: broken}}", "touchpoint.text contains broken")]
    [InlineData("{consent.email: true}", "consent.email is true")]
    [InlineData("{consent.email: {exists: true}}", "consent.email is known")]
    [InlineData("{consent.email: {exists: false}}", "consent.email is not known")]
    [InlineData("{lowPoint.open: false}", "lowPoint.open is false")]
    [InlineData("{count: {of: contact.*, atLeast: 3, within: 7 days}}", "at least 3 of contact.* within 7 days")]
    [InlineData("{segment: s}", "in segment S")]
    [InlineData("{sum: {of: order.placed, field: amount, within: 30 days, atLeast: 200}}", "sum of touchpoint.amount of order.placed within 30 days: at least 200")]
    [InlineData("{average: {of: review.*, field: csat, within: 90 days, below: 3}}", "average of touchpoint.csat of review.* within 90 days: below 3")]
    [InlineData("{min: {of: review.*, field: nps, within: 1 day, above: 3, below: 9}}", "smallest touchpoint.nps of review.* within 1 day: above 3 and below 9")]
    [InlineData("{max: {of: review.*, field: weight, within: 1 day, is: 3}}", "largest touchpoint.weight of review.* within 1 day: is 3")]
    [InlineData("{last: {of: order.placed, field: colour, within: 1 day, in: [red, blue]}}", "last touchpoint.colour of order.placed within 1 day: one of red, blue")]
    [InlineData("{time.ofDay: {atLeast: 09:00}}", "time.ofDay at least 09:00")]
    [InlineData("{time.weekday: {in: [saturday, sunday]}}", "time.weekday one of saturday, sunday")]
    [InlineData("{time.date: 2026-12-24}", "time.date is 2026-12-24")]
    [InlineData("{highPoint.open: true}", "highPoint.open is true")]
    [InlineData("{remembered: {below: 0}}", "remembered below 0")]
    [InlineData("{customer.silentDays: {above: 30}}", "customer.silentDays above 30")]
    public void Read_Condition_IsWhatItSays(string when, string words) => Assert.Equal(words, Words(Read(when)));

    [Fact]
    public void Read_Groups_Nest()
    {
        var all = Assert.IsType<AllOf>(Read("{risk: 5, any: [{mood: 0}, {none: {mood: 1, pressure: 2}}]}"));

        Assert.Equal("risk is 5", Words(all.Items[0]));
        var any = Assert.IsType<AnyOf>(all.Items[1]);
        Assert.Equal("mood is 0", Words(any.Items[0]));
        Assert.Equal(["mood is 1", "pressure is 2"], Assert.IsType<NoneOf>(any.Items[1]).Items.Select(Words));
    }

    [Fact]
    public void Read_SeveralComparisonsOfAField_HoldTogetherAlsoUnderAny()
    {
        var any = Assert.IsType<AnyOf>(Read("{any: {risk: {above: 1, below: 9}, mood: 0}}"));

        Assert.Equal(["risk above 1", "risk below 9"], Assert.IsType<AllOf>(any.Items[0]).Items.Select(Words));
        Assert.Equal("mood is 0", Words(any.Items[1]));
    }

    [Theory]
    [InlineData("gold", ScalarKind.Text)]
    [InlineData("'5'", ScalarKind.Text)]
    [InlineData("5", ScalarKind.Number)]
    [InlineData("-1.5e-3", ScalarKind.Number)]
    [InlineData("true", ScalarKind.Flag)]
    [InlineData("'true'", ScalarKind.Text)]
    [InlineData("yes", ScalarKind.Text)]
    [InlineData("2026-01-31", ScalarKind.Text)]
    public void Read_AttributeValue_HasTheKindItIsWrittenIn(string written, ScalarKind kind) =>
        Assert.Equal(kind, Assert.IsType<FieldIs>(Read($"{{customer.x: {written}}}")).Values[0].Kind);

    [Fact]
    public void Read_ValueOfATextField_StaysText() =>
        Assert.Equal(Scalar.Of("0123"), Assert.IsType<FieldIs>(Read("{journey.correlation: 0123}")).Values[0]);

    [Theory]
    [InlineData("3 days", 3 * 86_400)]
    [InlineData("1 day", 86_400)]
    [InlineData("3d", 3 * 86_400)]
    [InlineData("12 hours", 43_200)]
    [InlineData("12h", 43_200)]
    [InlineData("30 minutes", 1_800)]
    [InlineData("30 min", 1_800)]
    [InlineData("45 seconds", 45)]
    [InlineData("2 weeks", 14 * 86_400)]
    [InlineData("1.5 hours", 5_400)]
    [InlineData("1 hour 30 minutes", 5_400)]
    [InlineData("1h 30m", 5_400)]
    [InlineData("P3D", 3 * 86_400)]
    [InlineData("P2W", 14 * 86_400)]
    [InlineData("PT12H", 43_200)]
    [InlineData("P1DT2H3M4S", 93_784)]
    public void Parse_Duration_IsThatLong(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.Parse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1DT")]
    [InlineData("3")]
    [InlineData("days")]
    [InlineData("3 days ago")]
    [InlineData("3  days")]
    [InlineData("-3 days")]
    [InlineData("3 dayses")]
    [InlineData("three days")]
    [InlineData("3 days\n")]
    public void Parse_NoDuration_GivesAReason(string text)
    {
        Assert.Null(Durations.Parse(text, out var why));
        Assert.NotEmpty(why);
    }

    [Fact]
    public void Parse_DurationInWords_IsTheDuration() =>
        Gen.Int[1, 40_000_000].Sample(seconds =>
            Durations.Parse(Wording.Of(TimeSpan.FromSeconds(seconds)), out _) == TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Read_AnyNumber_IsThatNumber() =>
        Gen.Double[-1e6, 1e6].Sample(number =>
            Read($"{{customer.x: {number.ToString("R", CultureInfo.InvariantCulture)}}}") is FieldIs { Values: [{ Kind: ScalarKind.Number } value] } && value.Number.Equals(number));

    private static string Words(Condition condition) => Wording.Of(condition, Compiled);

    private static readonly CompiledDefinitions Compiled = new(DefinitionReader.Read([new("s.yaml", Segment)]).Set!);

    private const string Segment = "kind: segment\nid: s\nname: S\nwhen: {mood: 0}\n";

    private static Condition Read(string when)
    {
        var read = DefinitionReader.Read(
            [new("s.yaml", Segment), new("p.yaml", $"kind: policy\nid: p\nname: P\non: lowPointOpened\ndo: {{callback: {{queue: q, reason: r}}}}\nwhen: {when}\n")]);
        Assert.Empty(read.Errors);
        return read.Set!.Policies[0].When;
    }
}
