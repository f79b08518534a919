namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class PolicyErrorTests
{
    private const string Journey =
        "kind: journey\nid: order\nname: Order\nstages:\n  - {id: placed, enter: order.placed}\n" +
        "expectations:\n  - {id: delivery, name: Late, after: a, expect: b, within: 3d}\n---\n";

    private const string Head = Journey + "kind: policy\nid: p\nname: P\n";
    private const string On = "on: {touchpoint: a}\n";
    private const string Do = "do:\n  - message: {channel: email, text: Hi}\n";

    [Theory]
    [InlineData(Journey + "▸kind: policy\nid: p\nname: P\n" + Do, "'on' is missing; a policy needs it")]
    [InlineData(Journey + "▸kind: policy\nid: p\nname: P\n" + On, "'do' is missing; a policy needs it")]
    [InlineData(Head + On + Do + "priority: ▸101\n", "'priority' goes from 0 to 100; 101 is outside")]
    [InlineData(Head + On + Do + "priority: ▸1.5\n", "'priority' is a whole number")]
    [InlineData(Head + On + Do + "category: ▸promo\n", "'category' is one of service, promotion")]
    [InlineData(Head + On + Do + "category: ▸Service\n", "did you mean 'service'?")]
    [InlineData(Head + On + Do + "cooldown: ▸-3 days\n", "'-3 days' is no duration")]
    [InlineData(Head + On + Do + "cooldown: ▸367d\n", "'cooldown' goes from 1 second to 366 days")]
    [InlineData(Head + On + Do + "expiresAfter: ▸31 days\n", "'expiresAfter' goes from 1 second to 30 days")]
    [InlineData(Head + "on: {▸touchpont: a}\n" + Do, "did you mean 'touchpoint'?")]
    [InlineData(Head + "on: ▸order.placed\n" + Do, "unknown trigger 'order.placed'; for a touchpoint write 'touchpoint: order.placed'")]
    [InlineData(Head + "on: ▸lowPointOpend\n" + Do, "did you mean 'lowPointOpened'?")]
    [InlineData(Head + "on: ▸stageEntered\n" + Do, "say which stage")]
    [InlineData(Head + "on: ▸expectationMissed\n" + Do, "say of which journey")]
    [InlineData(Head + "on:\n  - ▸touchpoint: a\n    lowPointOpened: {journey: order}\n" + Do, "begin 'lowPointOpened' with a dash of its own")]
    [InlineData(Head + "on: ▸{}\n" + Do, "a trigger names what happens")]
    [InlineData(Head + "on: {lowPointOpened: {journey: ▸ordr}}\n" + Do, "no journey 'ordr' in the documents; did you mean 'order'?")]
    [InlineData(Head + "on: {lowPointClosed: {outcome: ▸recoverd}}\n" + Do, "'outcome' is one of recovered, faded; did you mean 'recovered'?")]
    [InlineData(Head + "on: {highPointOpened: {journey: ▸x}}\n" + Do, "no journey 'x' in the documents; there are order")]
    [InlineData(Head + "on: {stageEntered: {journey: order, stage: ▸place}}\n" + Do, "no stage 'place' in journey 'order'; did you mean 'placed'?")]
    [InlineData(Head + "on: {stageEntered: ▸{journey: order}}\n" + Do, "'stage' is missing; stageEntered needs it")]
    [InlineData(Head + "on: {stageEntered: ▸{stage: placed}}\n" + Do, "'journey' is missing")]
    [InlineData(Head + "on: {expectationMissed: {journey: order, expectation: ▸deliver}}\n" + Do, "no expectation 'deliver' in journey 'order'; did you mean 'delivery'?")]
    public void Read_BadPolicy_SaysWhereAndHow(string marked, string message) => Marked.AssertErrors(marked, message);

    [Theory]
    [InlineData("do: ▸send\n", "an action is a group of fields")]
    [InlineData("do:\n  - ▸mesage: {}\n", "did you mean 'message'?")]
    [InlineData("do:\n  - ▸message: {channel: email, text: Hi}\n    callback: {queue: q, reason: r}\n", "begin 'callback' with a dash of its own")]
    [InlineData("do:\n  - message: ▸{channel: email}\n", "'text' is missing; a message needs it")]
    [InlineData("do:\n  - message: ▸{text: Hi}\n", "'channel' is missing")]
    [InlineData("do:\n  - message: {channel: ▸e mail, text: Hi}\n", "'channel' is one word without spaces, like 'email'")]
    [InlineData("do:\n  - message: {channel: email, text: ▸{customer.name}}\n", "a text that begins with a brace goes in quotes: \"{customer.name}\"")]
    [InlineData("do:\n  - message: {channel: email, text: \"Hi ▸{customer.nam e}\"}\n", "'customer.nam e' is no field")]
    [InlineData("do:\n  - message: {channel: email, text: 'Hi ▸{customr.name}'}\n", "'customr.name' is no field")]
    [InlineData("do:\n  - message: {channel: email, text: 'Hi ▸{lowPoint.couse}'}\n", "unknown field 'lowPoint.couse'; did you mean 'lowPoint.cause'?")]
    [InlineData("do:\n  - message: {channel: email, text: 'Hi ▸{customer.Name|you}'}\n", "did you mean 'customer.name'?")]
    [InlineData("do:\n  - message: {channel: email, text: 'Hi ▸{customer.name'}\n", "an opening brace that is not closed; write {{")]
    [InlineData("do:\n  - message: {channel: email, text: 'Hi customer.name▸}'}\n", "a closing brace without an opening one")]
    [InlineData("do:\n  - message:\n      channel: email\n      text: ▸|\n        Hi\n        {nobody}\n", "'nobody' is no field")]
    [InlineData("do:\n  - offer: {channel: email, offer: voucher, ▸amount: 10}\n", "'currency' is missing; an amount and its currency go together")]
    [InlineData("do:\n  - offer: {channel: email, offer: voucher, ▸currency: EUR}\n", "'amount' is missing")]
    [InlineData("do:\n  - offer: {channel: email, offer: voucher, amount: ▸0, currency: EUR}\n", "'amount' goes from 0.01 to 1000000")]
    [InlineData("do:\n  - offer: {channel: email, offer: voucher, amount: 10, currency: ▸euro}\n", "'euro' is no currency; write its three letters in capitals")]
    [InlineData("do:\n  - offer: {channel: email, offer: ▸big voucher}\n", "'offer' is one word without spaces, like 'voucher'")]
    [InlineData("do:\n  - offer: {channel: email, offer: voucher, validFor: ▸6 years}\n", "years have no fixed length")]
    [InlineData("do:\n  - callback: ▸{queue: q}\n", "'reason' is missing; a callback needs it")]
    [InlineData("do:\n  - callback: {queue: q, reason: r, priority: ▸urgent}\n", "'priority' is one of low, normal, high")]
    [InlineData("do:\n  - callback: {queue: q, reason: r, due: ▸soon}\n", "'soon' is no duration")]
    [InlineData("do:\n  - webhook: {url: ▸ftp://example.com}\n", "is no web address; write it whole, beginning with https:// or http://")]
    [InlineData("do:\n  - webhook: {url: ▸example.com/hook}\n", "is no web address")]
    [InlineData("do:\n  - webhook: {url: ▸'javascript:alert(1)'}\n", "is no web address")]
    [InlineData("do:\n  - webhook: {url: ▸'file:///etc/passwd'}\n", "is no web address")]
    [InlineData("do:\n  - webhook: {url: ▸'https://u:p@example.com/'}\n", "holds a user name or password")]
    [InlineData("do:\n  - webhook: {url: ▸'https://example.com/{customer.id}'}\n", "put what changes under data:")]
    [InlineData("do:\n  - webhook: {url: 'https://example.com/', data: ▸x}\n", "'data' is a group of named values")]
    [InlineData("do:\n  - webhook: {url: 'https://example.com/', data: {order: ▸{journey.correlation}}}\n", "goes in quotes")]
    [InlineData("do:\n  - webhook: {url: 'https://example.com/', data: {a: x, ▸a: y}}\n", "'a' stands twice")]
    public void Read_BadAction_SaysWhereAndHow(string actions, string message) => Marked.AssertErrors(Head + On + actions, message);
}
