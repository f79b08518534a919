namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class JourneyErrorTests
{
    private const string Head = "kind: journey\nid: order\nname: Order\n";
    private const string Stages = "stages:\n  - {id: placed, enter: order.placed}\n";

    [Theory]
    [InlineData("▸kind: journey\nid: order\nname: Order\n", "'stages' is missing; a journey needs it")]
    [InlineData(Head + "stages: ▸[]\n", "'stages' is an empty list")]
    [InlineData(Head + "stages: ▸placed\n", "'stages' is a list; begin each item with a dash")]
    [InlineData(Head + "stages: ▸{id: placed}\n", "'stages' is a list")]
    [InlineData(Head + "stages:\n  - ▸placed\n", "a stage is a group of fields (id, name, enter, ...), not a single value")]
    [InlineData(Head + "stages:\n  -▸\n  - {id: a, enter: b}\n", "an item of 'stages' has no value")]
    [InlineData(Head + "stages:\n  - ▸id: placed\n", "'enter' is missing; a stage needs it")]
    [InlineData(Head + "stages:\n  - ▸enter: order.placed\n", "'id' is missing")]
    [InlineData(Head + "stages:\n  - {id: a, enter: b}\n  - {▸id: a, enter: c}\n", "the stage 'a' is already defined on line 5")]
    [InlineData(Head + "stages:\n  - {id: a, enter: b, goal: ▸yes}\n", "'goal' is true or false")]
    [InlineData(Head + "stages:\n  - {id: a, enter: b, goal: ▸\"true\"}\n", "'goal' is true or false, without quotes")]
    [InlineData(Head + "stages:\n  - {id: a, enter: ▸order placed}\n", "'order placed' is no touchpoint type; a type is one word")]
    [InlineData(Head + "stages:\n  - {id: a, enter: [b, ▸[c]]}\n", "a list in a list")]
    [InlineData(Head + "stages:\n  - {id: a, enter: ▸or*der}\n", "a star is allowed only at the end, after a dot")]
    [InlineData(Head + "stages:\n  - {id: a, enter: ▸order*}\n", "a star is allowed only at the end")]
    [InlineData(Head + "stages:\n  - {id: a, enter: ▸.*}\n", "has nothing before the dot")]
    [InlineData(Head + "stages:\n  - {id: a, enter: ▸{where: {x: 1}}}\n", "'type' is missing")]
    [InlineData(Head + "stages:\n  - {id: a, enter: {type: ▸[a, b]}}\n", "'type' is one type")]
    [InlineData(Head + "stages:\n  - {id: a, enter: {type: b, where: ▸x}}\n", "'where' is a group of fields")]
    [InlineData(Head + "stages:\n  - {id: a, enter: {type: b, where: {▸touchpoint.amount: 5}}}\n", "write 'amount' instead of 'touchpoint.amount'")]
    [InlineData(Head + "stages:\n  - {id: a, enter: {type: b, where: {▸experience: 0}}}\n", "not known yet where touchpoints are matched")]
    [InlineData(Head + "stages:\n  - {id: a, enter: {type: b, where: {x: 1, ▸x: 2}}}\n", "'x' appears twice, first on line 5; keep one")]
    [InlineData(Head + "stages:\n  - {id: a, enter: {type: b, where: {csat: ▸6}}}\n", "'touchpoint.csat' goes from 1 to 5; 6 is outside")]
    [InlineData(Head + "stages:\n  - {id: a, enter: {type: b, where: {▸CSAT: 5}}}\n", "did you mean 'touchpoint.csat'? An attribute of that name is touchpoint.attributes.CSAT")]
    [InlineData(Head + Stages + "timeZone: ▸Europe/Berlim\n", "no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?")]
    [InlineData(Head + Stages + "timeZone: ▸../../../etc/passwd\n", "write an IANA name like")]
    [InlineData(Head + Stages + "timeZone: ▸/dev/zero\n", "write an IANA name like")]
    [InlineData(Head + Stages + "instance: ▸order number\n", "'instance' is one word without spaces, like 'order'")]
    [InlineData(Head + Stages + "reentry: ▸1\n", "'reentry' is true or false")]
    [InlineData(Head + Stages + "▸experiance: []\n", "unknown field 'experiance'; did you mean 'experience'?")]
    [InlineData(Head + Stages + "experience:\n  - {on: a, value: ▸-1.1}\n", "'value' goes from -1 to 1; -1.1 is outside")]
    [InlineData(Head + Stages + "experience:\n  - ▸{on: a}\n", "'value' is missing; an experience needs it")]
    [InlineData(Head + Stages + "experience:\n  - ▸{value: 0.1}\n", "'on' is missing")]
    [InlineData(Head + Stages + "lowPoint: {mood: ▸0.5}\n", "'mood' goes from -1 to 0")]
    [InlineData(Head + Stages + "lowPoint: {mood: -0.3, recover: {▸mood: -0.5}}\n", "set recover.mood to -0.3 or more")]
    [InlineData(Head + Stages + "lowPoint: {pressure: 0.9, recover: {▸pressure: 1}}\n", "set recover.pressure to 0.9 or less")]
    [InlineData(Head + Stages + "lowPoint: {fadeAfter: ▸2 years}\n", "years have no fixed length")]
    [InlineData(Head + Stages + "highPoint: {endExperience: ▸0.3}\n", "'endExperience' goes from -1 to 0")]
    public void Read_BadJourney_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData("!id: e, name: E, after: a, expect: b", "an expectation needs 'within' (a duration, like 3 days) or 'by'")]
    [InlineData("id: e, name: E, after: a, expect: b, within: 3d, ▸by: expectedBy", "either 'within' (a duration) or 'by'")]
    [InlineData("id: e, name: E, after: a, expect: b, within: ▸367 days", "'within' goes from 1 second to 366 days")]
    [InlineData("id: e, name: E, after: a, expect: b, within: ▸0s", "'within' goes from 1 second")]
    [InlineData("id: e, name: E, after: a, expect: b, within: 3d, ▸share: 60", "'share' goes with 'by'; with 'within', state the whole duration")]
    [InlineData("id: e, name: E, after: a, expect: b, within: 3d, ▸grace: 1d", "'grace' goes with 'by'")]
    [InlineData("id: e, name: E, after: a, expect: b, by: promised, share: ▸0", "'share' goes from 1 to 100; 0 is outside")]
    [InlineData("id: e, name: E, after: a, expect: b, by: promised, share: ▸60 %", "'share' is a number from 1 to 100")]
    [InlineData("id: e, name: E, after: a, expect: b, by: promised, grace: ▸400 days", "'grace' goes from")]
    [InlineData("!id: e, name: E, expect: b, within: 3d", "'after' is missing; an expectation needs it")]
    [InlineData("!id: e, name: E, after: b, within: 3d", "'expect' is missing")]
    [InlineData("!id: e, after: a, expect: b, within: 3d", "'name' is missing")]
    [InlineData("id: e, name: E, after: a, expect: b, within: 3d, experience: ▸bad", "'experience' is a number from -1 to 1, not 'bad'")]
    [InlineData("id: e, name: E, after: a, expect: b, within: 3d, critical: ▸very", "'critical' is true or false")]
    public void Read_BadExpectation_SaysWhereAndHow(string fields, string message) =>
        Marked.AssertErrors(Head + Stages + $"expectations:\n  - {{{fields}}}\n".Replace("{!", "▸{", StringComparison.Ordinal), message);

    [Fact]
    public void Read_SameExpectationTwice_NamesTheLine() => Marked.AssertErrors(
        Head + Stages + "expectations:\n  - {id: e, name: E, after: a, expect: b, within: 1d}\n  - {▸id: e, name: E, after: a, expect: b, within: 1d}\n",
        "the expectation 'e' is already defined on line 7");

    [Fact]
    public void Read_MoreExpectationsThanAnInstanceKeeps_IsRefused()
    {
        var items = string.Concat(Enumerable.Range(0, 17).Select(i => $"  - {(i == 16 ? "▸" : "")}{{id: e{i}, name: E, after: a, expect: b, within: 1d}}\n"));

        Marked.AssertErrors(Head + Stages + "expectations:\n" + items, "'expectations' has 17 items; the most are 16");
    }
}
