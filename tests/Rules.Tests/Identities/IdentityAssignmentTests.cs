using System.Collections.Immutable;
using CsCheck;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Tests.Identities;

/// <summary>Whose touchpoints are that name no customer.</summary>
public sealed class IdentityAssignmentTests
{
    private readonly IdentityKnowledge _knowledge = new();

    private static ImmutableArray<CustomerIdentity> Ids(string text) =>
        [.. text.Split(' ').Select(t => t.Split(':', 2)).Select(p => new CustomerIdentity(p[0], p[1]))];

    private string? Of(string identities) => IdentityAssignment.Assign([Ids(identities)], _knowledge).Customers[0]?.Value;

    private void Known(string customer, string identities)
    {
        foreach (var identity in Ids(identities))
        {
            _knowledge.Set(identity, new KnownOwner(new CustomerId(customer), false));
        }
    }

    [Fact]
    public void Reference_ManyOfOneCustomer_FindsAndContradictsNothing()
    {
        Assert.Equal((IdentityStrength.Reference, false, true), (IdentityKinds.Strength("ref.order"), IdentityKinds.Links("ref.order"), IdentityKinds.IsWeak("ref.order")));
        var knowledge = new IdentityKnowledge();
        var assigned = IdentityAssignment.Assign(
            [
                [new("email", "ann@shop.com"), new("ref.order", "1")],
                [new("email", "ann@shop.com"), new("ref.order", "2")],
                [new("ref.order", "1")],
                [new("ref.order", "2")],
            ],
            knowledge);

        Assert.All(assigned.Customers, c => Assert.Equal("email:ann@shop.com", c!.Value.Value));
    }

    [Fact]
    public void Assign_NobodyKnown_MakesTheCustomerOfTheSurestAndClaimsAll()
    {
        var assignment = IdentityAssignment.Assign([Ids("cookie:k phone:+4930 email:a@b.de"), Ids("cookie:k")], _knowledge);

        Assert.Equal(["email:a@b.de", "email:a@b.de"], assignment.Customers.Select(c => c?.Value));
        Assert.Equal(["email:a@b.de", "phone:+4930", "cookie:k"], assignment.Claims.Select(c => c.Identity.ToString()));
        Assert.All(assignment.Claims, c => Assert.Equal("email:a@b.de", c.Customer.Value));
    }

    [Fact]
    public void Assign_SeveralKnown_TheSurestDecides()
    {
        Known("c-1", "crm:1");
        Known("c-2", "email:a@b.de");
        Known("c-3", "cookie:k");

        Assert.Equal("c-1", Of("cookie:k email:a@b.de crm:1"));
        Assert.Equal("c-2", Of("cookie:k email:a@b.de"));
        Assert.Equal("c-3", Of("cookie:k phone:+4930"));
    }

    [Fact]
    public void Assign_SharedNumberOfSomebodyWithAnotherId_IsSomebodyElse()
    {
        Known("c-1", "crm:1 phone:+4930");
        Known("c-2", "email:a@b.de cookie:k");

        Assert.Equal("crm:2", Of("crm:2 phone:+4930"));
        Assert.Equal("email:other@b.de", Of("email:other@b.de cookie:k"));
        Assert.Equal("c-1", Of("email:new@b.de phone:+4930"));
    }

    [Fact]
    public void Assign_TwoAddressesAtOnce_IsTheirOwner()
    {
        Known("c-1", "email:b@b.de");

        Assert.Equal("c-1", Of("email:a@b.de email:b@b.de"));
    }

    [Fact]
    public void Assign_AnotherVisitorIdOnTheDevice_FindsItsOwner()
    {
        Known("c-1", "anonymous:a1 device:d1");

        Assert.Equal("c-1", Of("anonymous:a2 device:d1"));
    }

    [Fact]
    public void Assign_SharedOnes_IdentifyNobody()
    {
        _knowledge.Set(new CustomerIdentity("phone", "+4930"), new KnownOwner(new CustomerId("c-1"), true));

        Assert.Null(Of("phone:+4930"));
        var assignment = IdentityAssignment.Assign([Ids("phone:+4930 cookie:k")], _knowledge);
        Assert.Equal("cookie:k", assignment.Customers[0]?.Value);
        Assert.Equal(["cookie:k"], assignment.Claims.Select(c => c.Identity.ToString()));
    }

    [Fact]
    public void NewCustomer_LongValues_AreCutAndStayApart()
    {
        var (one, two) = (new CustomerIdentity("crm", new string('a', 300) + "1"), new CustomerIdentity("crm", new string('a', 300) + "2"));

        Assert.True(IdentityAssignment.NewCustomer(one).Value.Length <= CustomerId.LengthMax);
        Assert.NotEqual(IdentityAssignment.NewCustomer(one), IdentityAssignment.NewCustomer(two));
        Assert.Equal(IdentityAssignment.NewCustomer(one), IdentityAssignment.NewCustomer(one));
        Assert.Equal("crm:1", IdentityAssignment.NewCustomer(new CustomerIdentity("crm", "1")).Value);
    }

    // Customers and the links between them are the same people, in whatever order their touchpoints come.
    [Fact]
    public void Assign_InAnyOrder_GivesTheSamePeople() => Gen.Select(
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 2]).Select((kind, value, _) => new CustomerIdentity(Kinds[kind % Kinds.Length], $"v{value}"))
            .Array[1, 3].Select(i => i.ToImmutableArray()).Array[1, 8],
        Gen.Int[0, 1_000_000]).Sample((touchpoints, seed) =>
    {
        var shuffled = Enumerable.Range(0, touchpoints.Length).OrderBy(i => unchecked((i + 1) * 2_654_435_761L * (seed + 1)) % 1_000_003).ToArray();

        Assert.Equal(People(touchpoints, [.. Enumerable.Range(0, touchpoints.Length)]), People(touchpoints, shuffled));
    });

    private static string[] Kinds { get; } = ["crm", "email", "phone"];

    // For each touchpoint the first one of the same person: same customer, or customers that a link joins.
    private static int[] People(ImmutableArray<CustomerIdentity>[] touchpoints, int[] order)
    {
        var knowledge = new IdentityKnowledge();
        var customers = new CustomerId[touchpoints.Length];
        var joined = new Dictionary<CustomerId, CustomerId>();
        CustomerId Root(CustomerId of) => joined.TryGetValue(of, out var to) && to != of ? Root(to) : of;
        foreach (var i in order)
        {
            var assignment = IdentityAssignment.Assign([touchpoints[i]], knowledge);
            customers[i] = assignment.Customers[0]!.Value;
            foreach (var identity in touchpoints[i])
            {
                knowledge.Hold(customers[i], identity);
                joined[Root(customers[i])] = Root(knowledge.Of(identity).Owner!.Value);
            }
        }

        return [.. customers.Select(c => Array.FindIndex(customers, other => Root(other) == Root(c)))];
    }
}
