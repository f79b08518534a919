using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class GuardrailErrorTests
{
    private const string Head = "kind: guardrails\n";
    private const string Policy = "kind: policy\nid: p\nname: P\non: {touchpoint: a}\n";
    private const string Message = "do:\n  - message: {channel: email, text: Hi}\n";
    private const string Offer = "do:\n  - offer: {channel: email, offer: voucher, amount: 10, currency: EUR}\n";

    [Theory]
    [InlineData(Head + "frequencyCaps:\n  - ▸{per: day}\n", "'max' is missing; a frequency cap needs it")]
    [InlineData(Head + "frequencyCaps:\n  - ▸{max: 1}\n", "'per' is missing; a frequency cap needs it")]
    [InlineData(Head + "frequencyCaps:\n  - {max: ▸101, per: day}\n", "'max' goes from 1 to 100")]
    [InlineData(Head + "frequencyCaps:\n  - {max: 1, per: ▸month}\n", "'per' is one of hour, day, week")]
    [InlineData(Head + "frequencyCaps:\n  - {max: 1, per: day, channel: ▸e mail}\n", "one word without spaces, like 'email'")]
    [InlineData(Head + "frequencyCaps: ▸{max: 1, per: day}\n", "'frequencyCaps' is a list; begin each item with a dash")]
    [InlineData(Head + "quietHours: ▸{from: 21:00}\n", "'to' is missing")]
    [InlineData(Head + "quietHours: {from: ▸9pm, to: 08:00}\n", "'9pm' is no time of the day; write hours and minutes, like 21:00")]
    [InlineData(Head + "quietHours: {from: 21:00, ▸to: 21:00}\n", "quiet hours end when they begin")]
    [InlineData(Head + "quietHours: {from: 08:00, to: 07:00, ▸spread: 2 hours}\n", "the rest of the day is 1 hour, less than the spread of 2 hours")]
    [InlineData(Head + "quietHours: {from: 21:00, to: 08:00, unknownZone: ▸open}\n", "'unknownZone'")]
    [InlineData(Head + "quietHours: {from: 21:00, to: 08:00, fallbackZone: ▸Europe/Berlinn}\n", "no time zone 'Europe/Berlinn'; did you mean 'Europe/Berlin'?")]
    [InlineData(Head + "quietHours: {from: 21:00, to: 08:00, days: ▸sun}\n", "'sun' is no day of the week; write one like sunday")]
    [InlineData(Head + "quietHours: {from: 21:00, to: 08:00, ▸days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]}\n", "nothing would ever go out")]
    [InlineData(Head + "quietHours: {from: 21:00, to: 08:00, countries: [{in: ▸France}]}\n", "'France' is no country; write its code of two capital letters")]
    [InlineData(Head + "quietHours: {from: 21:00, to: 08:00, countries: [{in: FR, ▸to: 21:00}]}\n", "quiet hours end when they begin")]
    [InlineData(Head + "quietHours: {from: 21:00, to: 08:00, countries: [▸{from: 22:00}]}\n", "'in' is missing")]
    [InlineData(Head + "quietHours: {from: 21:00, to: 08:00, ▸countries: [{in: [FR, DE]}, {in: FR}]}\n", "'FR' appears twice under 'countries'; keep one")]
    [InlineData(Head + "rates:\n  - {channel: email, perSecond: ▸0}\n", "'perSecond' goes from 1 to 100000")]
    [InlineData(Head + "rates:\n  - ▸{channel: email}\n", "'perSecond' is missing; a channel's rate needs it")]
    [InlineData(Head + "▸rates: [{channel: email, perSecond: 1}, {channel: email, perSecond: 2}]\n", "'email' appears twice under 'rates'; keep one")]
    [InlineData(Head + "▸groups:\n  - {id: g}\n  - {id: g}\n", "'g' appears twice under 'groups'; keep one")]
    [InlineData(Head + "queues:\n  - ▸{queue: q}\n", "a queue says at least one of perHour, perDay, openMax and replyTo")]
    [InlineData(Head + "queues:\n  - {queue: q, replyTo: ▸help}\n", "'help' is no e-mail address; write the address alone, like help@example.com")]
    [InlineData(Head + "queues:\n  - {queue: q, replyTo: ▸\"help@example.com\\r\\nBcc: all@example.com\"}\n", "is no e-mail address; write the address alone, like help@example.com")]
    [InlineData(Head + "queues:\n  - {queue: q, replyTo: ▸\"help@example.com,all@example.com\"}\n", "is no e-mail address")]
    [InlineData(Head + "globalControlGroup: ▸51\n", "'globalControlGroup' goes from 0 to 50")]
    [InlineData(Head + "suppressPromotions: {openCase: ▸maybe}\n", "'openCase' is true or false")]
    [InlineData(Head + "---\n▸kind: guardrails\n", "guardrails are already defined in")]
    public void Read_BadGuardrails_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData(Policy + Message + "group: ▸g\n", "no group 'g' in the guardrails; the guardrails have none")]
    [InlineData(Head + "groups: [{id: win-back}]\n---\n" + Policy + Message + "group: ▸winback\n", "did you mean 'win-back'?")]
    [InlineData(Policy + Message + "controlGroup: ▸60\n", "'controlGroup' goes from 0 to 50")]
    [InlineData(Policy + Message + "rollout: ▸0\n", "'rollout' goes from 1 to 100")]
    [InlineData(Policy + Message + "exempt: [▸frequencyCap]\n", "'exempt' lists frequencyCaps, quietHours; did you mean 'frequencyCaps'?")]
    [InlineData(Policy + Message + "category: promotion\n▸exempt: [frequencyCaps]\n", "a promotion cannot be exempt")]
    [InlineData(Policy + Message + "budget: ▸{timeZone: UTC}\n", "a budget says perDay with its currency, or actionsPerDay")]
    [InlineData(Policy + Offer + "budget: {▸perDay: 10}\n", "'currency' is missing; an amount and its currency go together")]
    [InlineData(Policy + Message + "budget: {▸perDay: 10, currency: EUR}\n", "no offer of the policy has an amount")]
    [InlineData(Policy + Offer + "budget: {perDay: 10, ▸currency: USD}\n", "the policy offers EUR, its budget is in USD")]
    [InlineData(Policy + Offer + "budget: {▸perDay: 9.99, currency: EUR}\n", "an offer of 10 is more than the whole day's budget")]
    public void Read_BadLimitsOfAPolicy_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData("queues: [{queue: other, replyTo: help@example.com}]\n", "message: {channel: email, text: Hi, queue: ▸recovery}", "replies cannot go to the queue 'recovery': it has no address; write {queue: recovery, replyTo: help@example.com} under 'queues'")]
    [InlineData("queues: [{queue: recovery, perDay: 3}]\n", "offer: {channel: email, offer: voucher, queue: ▸recovery}", "replies cannot go to the queue 'recovery'")]
    [InlineData("queues: [{queue: recovery, replyTo: help@example.com}]\n", "message: {channel: email, text: Hi, queue: ▸recovry}", "did you mean 'recovery'?")]
    [InlineData("queues: [{queue: recovery, replyTo: help@example.com}]\n", "message: {channel: sms, text: Hi, ▸queue: recovery}", "only replies by e-mail can go to a queue, and the channel is 'sms'; remove 'queue'")]
    public void Read_QueueThatRepliesCannotGoTo_SaysWhereAndHow(string queues, string action, string message) =>
        Marked.AssertErrors($"{Head}{queues}---\n{Policy}do:\n  - {action}\n", message);

    [Fact]
    public void Read_QueueThatRepliesGoTo_IsInTheGuardrailsAndTheActions()
    {
        var read = DefinitionReader.Read([new("x.yaml", Head + "queues: [{queue: recovery, replyTo: help@example.com}]\n---\n" + Policy + "do:\n  - message: {channel: email, text: Hi, queue: recovery}\n  - offer: {channel: email, offer: voucher, text: Hi, queue: recovery}\n")]);

        Assert.Empty(read.Errors);
        Assert.Equal("help@example.com", read.Set!.Guardrails.Queue("recovery")!.ReplyTo);
        Assert.Equal(["recovery", "recovery"], read.Set.Policies[0].Actions.OfType<SendTemplate>().Select(s => s.Queue));
    }

    [Fact]
    public void Exempt_InTheDocument_IsAskedFor()
    {
        var set = DefinitionReader.Read([new("x.yaml", Policy + Message + "exempt: [frequencyCaps, quietHours]\n---\n" + Policy.Replace("id: p", "id: q") + Message)]).Set!;

        Assert.Equal([true, false], set.Policies.Select(p => p.AsksForExemption));
    }
}
