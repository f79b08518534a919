using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Catalogue;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Catalogue;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Catalogue;

public sealed class GathererTests
{
    private static readonly CustomerKey Ann = CustomerKey.For(new CustomerId("ann"));
    private static readonly CustomerKey Bob = CustomerKey.For(new CustomerId("bob"));

    private readonly CatalogueGatherer _gatherer = new();

    private static HistoryEntry Entry(string type, string attributes = "", double hours = 0) => Some.Entry(1) with
    {
        Type = type,
        ReceivedAt = Make.Start.AddHours(hours),
        Input = Some.Utf8($$$"""{"id":"1","source":"shop","type":"{{{type}}}","customer":"c","at":"2026-03-03T12:00:00Z","attributes":{ {{{attributes}}} } }"""),
    };

    [Fact]
    public void Stored_Touchpoints_AreTakenOnceWithWhatTheyCarry()
    {
        _gatherer.Stored(Ann, [Entry("note", "\"order\":\"a\",\"email\":\"ann@example.org\",\"amount\":5"), Entry("note", "\"order\":\"b\"", 1), Entry("note") with { Kind = HistoryKind.Timer }]);

        var seen = Assert.Single(_gatherer.Take());
        Assert.Equal(("note", 2L, 2), (seen.Type, seen.Count, seen.Hours.Count));
        Assert.Equal([("amount", "number", 1L, "5"), ("email", "text", 1L, ""), ("order", "text", 2L, "b a")], seen.Detail.Attributes.Select(a => (a.Name, a.Kind, a.Seen, string.Join(' ', a.Examples))));
        Assert.Empty(_gatherer.Take());
    }

    [Fact]
    public void Returned_WhatCouldNotBeTold_IsTakenWithTheNext()
    {
        _gatherer.Stored(Ann, [Entry("note", "\"order\":\"a\"")]);
        _gatherer.Return(_gatherer.Take());
        _gatherer.Stored(Ann, [Entry("note", "\"order\":\"b\"")]);

        var seen = Assert.Single(_gatherer.Take());
        Assert.Equal((2L, 2L, "b a"), (seen.Count, seen.Hours.Values.Sum(), string.Join(' ', seen.Detail.Attributes[0].Examples)));
    }

    [Fact]
    public void Taken_SaysWhoseValuesItHolds_AlsoAfterItWasReturned()
    {
        _gatherer.Stored(Ann, [Entry("note", "\"order\":\"a\"")]);
        _gatherer.Return(_gatherer.Take());
        _gatherer.Stored(Bob, [Entry("note", "\"order\":\"b\"")]);

        Assert.Equal([Ann, Bob], Assert.Single(_gatherer.Take()).Customers.Order(Comparer<CustomerKey>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));

        _gatherer.Stored(Bob, [Entry("note", "\"order\":\"c\"")]);
        Assert.Equal([Bob], Assert.Single(_gatherer.Take()).Customers);
    }

    [Fact]
    public void Stored_MoreCustomersThanAreNoted_AreOnlyCounted()
    {
        var mark = new HistoryMark { Kind = HistoryMarkKind.ValueUnread, At = Make.Start, Name = "order", Text = "no date" };
        var unread = new HistoryOutcome { Mood = 0, Pressure = 0, Risk = 0, Marks = [mark] }.ToJson();
        for (var i = 0; i <= CatalogueGatherer.CustomersMax; i++)
        {
            // A type of many touchpoints is looked at now and then: what cannot be read always is.
            _gatherer.Stored(CustomerKey.For(new CustomerId($"c{i}")), [Entry("note", "\"order\":\"a\"") with { Outcome = unread }]);
        }

        var seen = Assert.Single(_gatherer.Take());
        Assert.Equal((CatalogueGatherer.CustomersMax + 1L, CatalogueGatherer.CustomersMax), (seen.Count, seen.Customers.Count));
    }

    [Fact]
    public void Stored_MoreTypesThanAreKept_AreCountedTogether()
    {
        for (var i = 0; i < CatalogueGatherer.TypesMax + 7; i++)
        {
            _gatherer.Stored(Ann, [Entry($"type.{i}")]);
        }

        var seen = _gatherer.Take();
        Assert.Equal(CatalogueGatherer.TypesMax + 1, seen.Length);
        Assert.Equal(7, seen.Single(s => s.Type.Length == 0).Count);
    }

    [Theory]
    [InlineData("email", true)]
    [InlineData("customerName", true)]
    [InlineData("IP", true)]
    [InlineData("freeText", true)]
    [InlineData("order", false)]
    [InlineData("shipping", false)]
    public void Personal_ByItsName_IsTold(string attribute, bool personal) => Assert.Equal(personal, PersonalNames.Has(attribute));

    [Theory]
    [InlineData(24, 1, 2, false)]
    [InlineData(24, 1, 4, true)]
    [InlineData(23, 1, 40, false)]
    [InlineData(24, 5, 14, false)]
    [InlineData(24, 5, 16, true)]
    public void Silent_ByItsLongestPause_IsTold(int count, int every, int hoursLater, bool silent)
    {
        var last = PolicyHour.Of(Make.Start);
        var hours = Enumerable.Range(0, count).ToDictionary(i => last.AddHours(-i * every), _ => 1L);
        Assert.Equal(silent, Silence.Is(hours, last, last.AddHours(hoursLater)));
    }
}
