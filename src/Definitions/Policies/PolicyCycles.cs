using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>
/// Finds policies that trigger each other in a circle: the callback of one becomes a case, or its message is sent or fails, and the touchpoint that tells
/// of it triggers the next. A circle in which somebody rests (a cooldown) comes to an end for a while; one without goes on as fast as cases are completed
/// and deliveries fail.
/// <para>
/// No other action comes back as a touchpoint. What a webhook makes another system do is not seen here, and what customers do upon a message or an
/// offer is their own doing. Circles through mood and low points are left out as well: a point opens once, and is put right before the next.
/// </para>
/// </summary>
internal sealed class PolicyCycles
{
    /// <summary>Most looks at whether one policy triggers another; what is not looked at is only held by the limits at run time.</summary>
    private const int LooksMax = 250_000;

    private readonly List<Node> _nodes = [];
    private int _looks;

    private sealed record Node(PolicyDefinition Policy, SourceFile File, Place Place, Touchpoint[] Returned);

    /// <summary>A policy of the set, with the place of its triggers.</summary>
    public void Policy(PolicyDefinition policy, SourceFile file, Place place)
    {
        // One with a cooldown ends every circle it is in; a disabled one is in none.
        if (policy is { Enabled: true, Cooldown: null } && policy.Triggers.Any(TriggerCycles.Concerns))
        {
            var returned = new ActionPlan(policy).All.Select(a => a.Template.Returning).OfType<ReturningAction>().Distinct().SelectMany(r => r.Made(policy.Id)).ToArray();
            if (returned.Length > 0)
            {
                _nodes.Add(new(policy, file, place, returned));
            }
        }
    }

    /// <summary>Reports circles, each at the last of its policies: a draft is read last.</summary>
    public void Check(IReadOnlyList<JourneyDefinition> journeys)
    {
        var cycles = new TriggerCycles(journeys);
        var inCircle = new HashSet<Node>();
        foreach (var node in _nodes)
        {
            if (Leads(node, node, cycles) is { } returned)
            {
                inCircle.Add(node);
                var how = returned.Type switch
                {
                    CompletedCases.Type => $"its callback becomes a case, and the completed case ({CompletedCases.Type}) is what it acts on",
                    FailedDeliveries.Type => $"what it sends may not arrive, and the failed delivery ({FailedDeliveries.Type}) is what it acts on",
                    _ => $"what it sends is followed by {returned.Type}, and that is what it acts on",
                };
                node.File.Error(node.Place, $"'{Fields.Short(node.Policy.Id)}' triggers itself again: {how}; give it a cooldown");
            }
        }

        // Once a circle is reported, those that it is part of are not: fixing the one may fix the other.
        var others = _nodes.Where(n => !inCircle.Contains(n)).ToList();
        var order = _nodes.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i);
        var done = new HashSet<Node>();
        foreach (var node in others)
        {
            Walk(node, others, cycles, done, circle =>
            {
                var last = circle.MaxBy(n => order[n])!;
                var names = string.Join(" > ", circle.Append(circle[0]).Select(n => n.Policy.Id));
                last.File.Error(
                    last.Place,
                    $"policies trigger each other in a circle, each by the {Between(circle, cycles)} of the one before: {Fields.Short(names)}; give one of them a cooldown");
            });
        }
    }

    // Depth first without recursion: a chain of thousands of policies must not exhaust the stack.
    private void Walk(Node root, List<Node> nodes, TriggerCycles cycles, HashSet<Node> done, Action<List<Node>> found)
    {
        if (!done.Add(root))
        {
            return;
        }

        var path = new List<(Node Node, int Next)> { (root, 0) };
        while (path.Count > 0)
        {
            var (node, next) = path[^1];
            if (next == nodes.Count || _looks > LooksMax)
            {
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path[^1] = (node, next + 1);
            var other = nodes[next];
            if (Leads(node, other, cycles) is null)
            {
                continue;
            }

            if (done.Add(other))
            {
                path.Add((other, 0));
            }
            else if (path.FindIndex(p => p.Node == other) is >= 0 and var from)
            {
                found([.. path.Skip(from).Select(p => p.Node)]);
            }
        }
    }

    private string Between(List<Node> circle, TriggerCycles cycles)
    {
        var types = circle.Select((n, i) => Leads(n, circle[(i + 1) % circle.Count], cycles)?.Type).Distinct().ToList();
        return types switch
        {
            [CompletedCases.Type] => $"completed cases ({CompletedCases.Type})",
            [FailedDeliveries.Type] => $"failed deliveries ({FailedDeliveries.Type})",
            _ when types.TrueForAll(t => t is CompletedCases.Type or FailedDeliveries.Type) => $"completed cases ({CompletedCases.Type}) or failed deliveries ({FailedDeliveries.Type})",
            _ => string.Join(" or ", types.Order(StringComparer.Ordinal)),
        };
    }

    /// <summary>What comes of the one that may trigger the other; null: nothing does.</summary>
    private Touchpoint? Leads(Node from, Node to, TriggerCycles cycles)
    {
        foreach (var returned in from.Returned)
        {
            if (++_looks > LooksMax)
            {
                return null;
            }

            if (cycles.May(to.Policy, returned))
            {
                return returned;
            }
        }

        return null;
    }
}
