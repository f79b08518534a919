namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class ConditionErrorTests
{
    private const string Journey = "kind: journey\nid: order\nname: Order\nstages:\n  - {id: placed, enter: order.placed}\n---\n";
    private const string Policy = Journey + "kind: policy\nid: p\nname: P\non: {touchpoint: a}\ndo:\n  - message: {channel: email, text: Hi}\nwhen:";

    [Theory]
    [InlineData(" ▸[{mood: 0}]", "write all:, any: or none: before it")]
    [InlineData(" ▸unhappy", "a condition is a field with a comparison")]
    [InlineData(" {▸moood: 0}", "unknown field 'moood'; did you mean 'mood'?")]
    [InlineData(" {▸custmer.name: x}", "did you mean 'customer.name'?")]
    [InlineData(" {▸order.total: x}", "fields begin with customer, consent, touchpoint")]
    [InlineData(" {▸customer: x}", "'customer' needs a name after a dot, like 'customer.name'")]
    [InlineData(" {▸mood.now: 0}", "write 'mood' alone")]
    [InlineData(" {▸journey.stages: x}", "did you mean 'journey.stage'?")]
    [InlineData(" {▸not: {mood: 0}}", "write none: instead of not:")]
    [InlineData(" {mood: 0, ▸mood: 1}", "put both under all:")]
    [InlineData(" {▸mood: }", "'mood' has no value")]
    [InlineData(" {all: ▸[]}", "'all' has no conditions")]
    [InlineData(" {any: ▸x}", "a condition is a field with a comparison")]
    [InlineData(" {customer.lifetimeValue: {atLeast: ▸\"x\"}}", "is a number and cannot be compared with 'x'; write a number")]
    [InlineData(" {customer.lifetimeValue: {atLeast: ▸\"5\"}}", "write 5 without quotes")]
    [InlineData(" {mood: ▸true}", "is a number and cannot be compared with 'true'")]
    [InlineData(" {mood: ▸-2}", "'mood' goes from -1 to 1; -2 is outside")]
    [InlineData(" {pressure: ▸-2}", "'pressure' goes from 0 up; -2 is outside")]
    [InlineData(" {touchpoint.sentiment: {below: ▸-2}}", "'touchpoint.sentiment' goes from -1 to 1; -2 is outside")]
    [InlineData(" {touchpoint.sentiment: ▸bad}", "is a number and cannot be compared with 'bad'")]
    [InlineData(" {touchpoint.reasons: ▸late}", "'touchpoint.reasons' is a list; write {contains: late} or exists")]
    [InlineData(" {touchpoint.reasons: {in: [▸late]}}", "'touchpoint.reasons' is a list; write {contains: late} or exists")]
    [InlineData(" {last: {of: a, field: ▸reasons, within: 7 days, contains: late}}", "'reasons' is a list, of which there is no last")]
    [InlineData(" {risk: {contains: ▸5}}", "is a number and contains nothing")]
    [InlineData(" {consent.email: ▸yes}", "'consent.email' is true or false; write one of them")]
    [InlineData(" {consent.email: {above: ▸true}}", "use is or exists")]
    [InlineData(" {customer.vip: {above: ▸true}}", "true and false have no order")]
    [InlineData(" {customer.tier: ▸[gold]}", "write 'customer.tier: {in: [...]}'")]
    [InlineData(" {customer.tier: {in: ▸gold}}", "'in' compares with a list")]
    [InlineData(" {customer.tier: {in: ▸[]}}", "'in' is an empty list")]
    [InlineData(" {customer.tier: {in: [gold, ▸[silver]]}}", "'in' compares with a single value, not a list")]
    [InlineData(" {customer.tier: {is: ▸[gold]}}", "'is' compares with a single value, not a list")]
    [InlineData(" {customer.tier: {▸isNo: gold}}", "unknown field 'isNo'; did you mean 'isNot'?")]
    [InlineData(" {customer.tier: ▸{}}", "is compared with nothing")]
    [InlineData(" {customer.tier: {exists: ▸maybe}}", "'exists' is true or false")]
    [InlineData(" {count: ▸{of: contact.*, within: 7 days}}", "'atLeast' is missing; count needs it")]
    [InlineData(" {count: {of: contact.*, atLeast: ▸51, within: 7 days}}", "'atLeast' goes from 1 to 50; 51 is outside")]
    [InlineData(" {count: {of: contact.*, atLeast: ▸0, within: 7 days}}", "0 is outside")]
    [InlineData(" {count: {of: contact.*, atLeast: 3, within: ▸181 days}}", "'within' goes from 1 second to 180 days")]
    [InlineData(" {count: {of: ▸[a, b], atLeast: 3, within: 1d}}", "'of' takes one type")]
    [InlineData(" {segment: ▸loyl}", "no segment 'loyl' in the documents; the documents have none")]
    [InlineData(" {segment: ▸[a, b]}", "'segment' is the id of one segment")]
    [InlineData(" {▸stage.ordr: placed}", "no journey 'ordr' in the documents; did you mean 'order'?")]
    [InlineData(" {stage.order: {in: [placed, ▸placd]}}", "no stage 'placd' in journey 'order'; did you mean 'placed'?")]
    [InlineData(" {journey.id: ▸ordr}", "no journey 'ordr' in the documents")]
    [InlineData(" {sum: ▸{of: order.placed, within: 30 days, atLeast: 1}}", "'field' is missing; this condition needs it")]
    [InlineData(" {▸sum: }", "'sum' has no value")]
    [InlineData(" {sum: {of: order.placed, field: ▸text, within: 30 days, atLeast: 1}}", "'text' is no number, so it has no sum; use last:")]
    [InlineData(" {sum: ▸{of: order.placed, field: amount, within: 30 days}}", "say what the sum is compared with")]
    [InlineData(" {average: {of: order.placed, field: ▸experience, within: 30 days, above: 0}}", "'experience' is not known yet")]
    [InlineData(" {average: {of: review.*, field: csat, within: 30 days, below: ▸9}}", "'touchpoint.csat' goes from 1 to 5; 9 is outside")]
    [InlineData(" {max: {of: review.*, field: weight, within: 30 days, below: ▸heavy}}", "is a number and cannot be compared with 'heavy'")]
    [InlineData(" {last: {of: ▸[a, b], field: csat, within: 30 days, below: 3}}", "'of' takes one type")]
    [InlineData(" {last: {of: a, field: csat, within: ▸200 days, below: 3}}", "'within' goes from 1 second to 180 days")]
    [InlineData(" {time.ofDay: {atLeast: ▸9 o'clock}}", "is no time of day; write hours and minutes")]
    [InlineData(" {time.weekday: ▸Monday}", "is no day; there are monday, tuesday")]
    [InlineData(" {time.date: ▸24.12.2026}", "is no date; write it like 2026-12-24")]
    [InlineData(" {▸time.hour: 9}", "unknown field 'time.hour'; there are time.ofDay")]
    [InlineData(" {▸time: 9}", "'time' needs a name after a dot, like 'time.ofDay'")]
    public void Read_BadCondition_SaysWhereAndHow(string when, string message) => Marked.AssertErrors(Policy + when + "\n", message);

    [Theory]
    [InlineData("touchpoint.amount: 5")]
    [InlineData("journey.stage: placed")]
    public void Read_SegmentOfTheMoment_IsRefused(string condition) =>
        Marked.AssertErrors($"kind: segment\nid: s\nname: S\nwhen: {{▸{condition}}}\n", "a segment is about the customer at any time");

    [Fact]
    public void Read_SegmentsInACircle_AreRefused() => Marked.AssertErrors(
        "kind: segment\nid: a\nname: A\nwhen: {segment: b}\n---\nkind: segment\nid: b\nname: B\nwhen: {any: [mood: 0, segment: c]}\n---\n" +
        "kind: segment\nid: c\nname: C\nwhen: {none: [segment: ▸a]}\n",
        "segments go in a circle: a > b > c > a; take this one out");

    [Fact]
    public void Read_SegmentOfItself_IsRefused() =>
        Marked.AssertErrors("kind: segment\nid: a\nname: A\nwhen: {segment: ▸a}\n", "segments go in a circle: a > a");

    [Fact]
    public void Read_SegmentsThatDoubleEachOther_AreRefused()
    {
        // Twenty short documents that would ask a million conditions of every customer.
        var text = "kind: segment\nid: s0\nname: S\nwhen: {mood: 0}\n" + string.Concat(Enumerable.Range(1, 20).Select(i =>
            $"---\nkind: segment\nid: s{i}\nname: S\nwhen: {{any: [segment: s{i - 1}, segment: s{i - 1}]}}\n"));

        var errors = DefinitionReader.Read([new("x.yaml", text)]).Errors;

        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.Contains("more than 1,000 conditions", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ChainOfThousandsOfSegments_IsRefusedWithoutOverflow()
    {
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i =>
            $"---\nkind: segment\nid: s{i}\nname: S\nwhen: {(i == 4_999 ? "{mood: 0}" : $"{{segment: s{i + 1}}}")}\n"));

        Assert.Contains("more than 1,000 conditions", DefinitionReader.Read([new("x.yaml", text)]).Errors[0].Message, StringComparison.Ordinal);
    }
}
