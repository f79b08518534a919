using CsCheck;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Customers;

/// <summary>However touchpoints, merges and undos interleave, the state is that of the members' touchpoints as one stream.</summary>
public class MergingTests
{
    private static readonly CustomerId[] Customers = [new("a"), new("b"), new("c")];

    private static readonly string[] Types =
        ["order.placed", "payment.approved", "order.shipped", "order.delivered", "review.submitted", "order.cancelled", "refund.issued", "contact.phone", "parcel.broken", "customer.updated"];

    // Counters of a policy that never acts, so that nothing but touchpoints makes the state.
    private static readonly CompiledDefinitions Definitions = new(Sets.OfOrder with
    {
        Policies =
        [
            new PolicyDefinition
            {
                Id = "never", Name = "never", Triggers = [new OnCount { Match = Sets.On("contact.*"), AtLeast = 1000, Within = TimeSpan.FromDays(10) }], Actions = [],
            },
        ],
    });

    private abstract record Step;

    private sealed record Touch(int Customer, int Type, double Day, int Order, int Id) : Step;

    private sealed record Again(int Which) : Step;

    private sealed record Link(int From, int Into) : Step;

    private sealed record Unlink(int Which) : Step;

    private sealed record Time(double Day) : Step;

    private static readonly Gen<Step> AnyTouch = Gen.Select(Gen.Int[0, 2], Gen.Int[0, Types.Length - 1], Gen.Double[0, 60], Gen.Int[1, 2], Gen.Int[0, 10_000])
        .Select((customer, type, day, order, id) => (Step)new Touch(customer, type, Math.Round(day, 3), order, id));

    private static readonly Gen<Step> AnyLink = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2]).Select((from, into) => (Step)new Link(from, into));

    private static readonly Gen<Step> AnyUnlink = Gen.Int[0, 5].Select(which => (Step)new Unlink(which));

    private static readonly Gen<Step> AnyAgain = Gen.Int[0, 200].Select(which => (Step)new Again(which));

    private static readonly Gen<Step> AnyStep = Gen.Frequency((8, AnyTouch), (2, AnyLink), (2, AnyAgain));

    private static readonly Gen<Step> AnyTime = Gen.Double[0, 60].Select(day => (Step)new Time(Math.Round(day, 3)));

    [Fact]
    public void Merge_AnyInterleavingWithLateArrivals_IsTheFoldOfOneStream() =>
        AnyStep.Array[1, 60].Sample(steps => Check(steps), iter: 400);

    [Fact]
    public void MergeAndUndo_AnyInterleaving_IsTheFoldOfOneStream() =>
        Gen.Frequency((6, AnyTouch), (2, AnyLink), (1, AnyUnlink), (2, AnyTime), (2, AnyAgain)).Array[1, 60].Sample(steps => Check(InTime(steps)), iter: 400);

    [Fact]
    public void MergeAndUndo_MoreTouchpointsThanAreRemembered_IsTheFoldOfOneStream() =>
        Gen.Frequency((20, AnyTouch), (2, AnyLink), (1, AnyUnlink), (10, AnyAgain)).Array[200, 300].Sample(steps => Check(InTime(steps)), iter: 15);

    // An undo does not take back that time passed, so that here nothing arrives late.
    private static IEnumerable<Step> InTime(Step[] steps)
    {
        var days = new Queue<double>(steps.Select(DayOf).OfType<double>().Order());
        return [.. steps.Select(s => s switch
        {
            Touch t => t with { Day = days.Dequeue() },
            Time t => t with { Day = days.Dequeue() },
            _ => s,
        })];
    }

    private static double? DayOf(Step step) => step switch { Touch t => t.Day, Time t => t.Day, _ => null };

    private static void Check(IEnumerable<Step> steps)
    {
        var world = new MergeWorld(Definitions);
        foreach (var step in steps)
        {
            Do(world, step);
        }

        Assert.True(world.Exact);
        foreach (var root in world.Roots.ToArray())
        {
            var members = Merging.MembersOf(world[root]);
            var one = CustomerState.For(root);
            foreach (var touchpoint in world.Applied.Where(t => members.Contains(t.Customer)))
            {
                one = Customer.Decide(one, new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent }, Definitions).Next;
            }

            Assert.Equivalent(Settled(one), Settled(world[root]), strict: true);
        }
    }

    private static void Do(MergeWorld world, Step step)
    {
        switch (step)
        {
            case Touch t:
                world.Take(Make.Touchpoint(
                    Types[t.Type], Make.Day(t.Day), $"{t.Id}", Customers[t.Customer],
                    feedback: Types[t.Type] == "review.submitted" ? new Feedback { Csat = (t.Id % 5) + 1 } : null,
                    attributes: [("order", Make.Text($"o-{t.Order}")), ("expectedBy", Make.Text($"2026-03-{(t.Id % 27) + 1:00}")), ("city", Make.Text($"{t.Id}"))]));
                break;
            case Again { Which: var which } when world.Applied.ToArray() is { Length: > 0 } applied:
                Assert.Equal(Receipt.Duplicate, world.Take(applied[which % applied.Length]));
                break;
            case Link l:
                world.Merge(Customers[l.From], Customers[l.Into]);
                break;
            case Unlink { Which: var which } when world.Merges.ToArray() is { Length: > 0 } merges:
                world.Undo(merges[which % merges.Length]);
                break;
            case Time t:
                world.Fire(Make.Day(t.Day));
                break;
        }
    }

    // One more touchpoint at a common time: what only says when to look again is then looked at.
    private static CustomerState Settled(CustomerState state)
    {
        var settled = Customer.Decide(
            state with { Merged = [], Histories = [] },
            new RecordTouchpoint { Touchpoint = Make.Touchpoint("note", Make.Day(61), "settled", state.Customer), History = HistoryAnswer.Absent },
            Definitions).Next;
        return settled with { Sequence = 0 };
    }
}
