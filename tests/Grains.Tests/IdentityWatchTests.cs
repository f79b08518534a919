using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Grains.Tests;

public class IdentityWatchTests
{
    private static Touchpoint T(string customer, string id, string source = "shop") => Make.Touchpoint("t", Make.Start, id, new CustomerId(customer), source);

    [Fact]
    public void Applied_ForASecondCustomer_IsNoticedEachTime()
    {
        var watch = new IdentityWatch();

        Assert.False(watch.Applied(T("ann", "1")));
        Assert.True(watch.Applied(T("bob", "1")));
        Assert.True(watch.Applied(T("bob", "1")));
    }

    [Fact]
    public void Applied_AgainForTheSameCustomerOrOfAnotherSource_IsNot()
    {
        var watch = new IdentityWatch();

        Assert.False(watch.Applied(T("ann", "1")));
        Assert.False(watch.Applied(T("ann", "1")));
        Assert.False(watch.Applied(T("bob", "1", "app")));
        Assert.False(watch.Applied(T("bob", "2")));
    }

    [Fact]
    public void Applied_BeyondTheBound_ForgetsTheOldest()
    {
        var watch = new IdentityWatch();
        watch.Applied(T("ann", "first"));
        for (var i = 0; i < IdentityWatch.Max; i++)
        {
            watch.Applied(T("ann", $"{i}"));
        }

        Assert.False(watch.Applied(T("bob", "first")));
    }
}
