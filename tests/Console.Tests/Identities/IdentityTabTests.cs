using Bunit;
using CxOrchestrator.Api.Identities;
using CxOrchestrator.Console.Identities;
using CxOrchestrator.Console.Shared;
using CxOrchestrator.Console.Toasting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Console.Tests.Identities;

/// <summary>A customer's identities, and who may be the same customer.</summary>
public sealed class IdentityTabTests : BunitContext
{
    private readonly FakeIdentities _gateway = new();

    public IdentityTabTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        ComponentFactories.AddStub<TimeAgo>();
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        Services.AddSingleton<Toasts>();
        Services.AddSingleton(_gateway.Client());
    }

    private static IdentityView Identity(string kind, string value, string state, string? why = null, string? given = null) => new()
    {
        Kind = kind,
        Value = value,
        Given = given ?? value,
        State = state,
        Why = why,
        Customers = 1,
        Source = "shop",
        TouchpointId = "t-1",
        FirstSeen = DateTimeOffset.UnixEpoch,
        LastSeen = DateTimeOffset.UnixEpoch,
    };

    private static LinkView Link(long number, string one, string other) => new()
    {
        Number = number,
        One = new LinkedCustomerView { Customer = one, Name = "Ann" },
        Other = new LinkedCustomerView { Customer = other },
        Kind = "crm",
        Value = "4711",
        Source = "shop",
        TouchpointId = "t-1",
        At = DateTimeOffset.UnixEpoch,
        State = "proposed",
        Shared = false,
    };

    private IRenderedComponent<CustomerIdentities> Shown() => Render<CustomerIdentities>(p => p.Add(c => c.Customer, "c-1"));

    [Fact]
    public void Identities_OfEachUse_SayWhyTheyIdentifyNobody()
    {
        _gateway.Identities.AddRange([Identity("email", "ann@shop.com", "links", given: "Ann@Shop.com"), Identity("till", "null", "junk", "A placeholder."), Identity("pos", "9", "shared", "More than 5 customers have it.")]);

        var rows = Shown().WaitForElements("[data-testid=identity-row]").Select(r => r.TextContent).ToList();

        Assert.Equal(3, rows.Count);
        Assert.Contains("E-mail", rows[0], StringComparison.Ordinal);
        Assert.Contains("sent as “Ann@Shop.com”", rows[0], StringComparison.Ordinal);
        Assert.Contains("✓ identifies", rows[0], StringComparison.Ordinal);
        Assert.Contains("✕ junkA placeholder.", rows[1], StringComparison.Ordinal);
        Assert.Contains("⚠ sharedMore than 5 customers have it.", rows[2], StringComparison.Ordinal);
        Assert.Contains("GET /v1/links?state=proposed&customer=c-1&shared=false&limit=100", _gateway.Asked);
    }

    [Fact]
    public void Identities_None_SayWhereTheyComeFrom() => Shown().WaitForAssertion(() => Assert.Contains("No identities yet", Shown().Markup, StringComparison.Ordinal));

    [Fact]
    public void Duplicate_Dismissed_AsksOnceAndIsGone()
    {
        _gateway.Links.Add(Link(7, "c-1", "c/2"));
        var page = Shown();
        page.WaitForElement("[data-testid=link-row]");

        Assert.Equal(["customers/c%2F2?tab=identities"], page.FindAll("[data-testid=link-row] a").Select(a => a.GetAttribute("href")));
        AngleSharp.Dom.IElement Button(string name) => page.FindAll("[data-testid=link-row] button").Single(b => b.TextContent == name);
        page.WaitForState(() => !Button("Different customers").HasAttribute("disabled"));
        Button("Different customers").Click();
        Assert.DoesNotContain("POST /v1/links/7/dismiss", _gateway.Asked);
        Button("Dismiss").Click();

        page.WaitForState(() => page.FindAll("[data-testid=link-row]").Count == 0);
        Assert.Single(_gateway.Asked, "POST /v1/links/7/dismiss");
    }

    [Fact]
    public void Duplicate_WithoutTheRole_CannotBeDismissed()
    {
        _gateway.Role = "viewer";
        _gateway.Links.Add(Link(7, "c-1", "c-2"));
        var page = Shown();

        page.WaitForAssertion(() => Assert.Contains("role", page.Find("[data-testid=link-row] button").GetAttribute("title"), StringComparison.OrdinalIgnoreCase));
        Assert.True(page.Find("[data-testid=link-row] button").HasAttribute("disabled"));
    }
}
