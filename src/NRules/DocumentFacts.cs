using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.NRules;

/// <summary>
/// The one fact of a network of documents. It stays in its session and is updated with each input: inserting and retracting a fact of its own
/// for each input costs twice as much.
/// </summary>
internal sealed class DocumentFacts(int policies)
{
    private Facts? _facts;

    /// <summary>A bit for each policy whose conditions hold, by place.</summary>
    public ulong[] Held { get; private set; } = [];

    /// <summary>What the conditions of policies threw, by place.</summary>
    public Dictionary<int, Exception>? Faults { get; private set; }

    /// <summary>Begins with the facts of an input.</summary>
    public void Begin(Facts facts)
    {
        _facts = facts;
        Held = new ulong[(policies + 63) >> 6];
        Faults = null;
    }

    /// <summary>Lets go of the customer.</summary>
    public void End() => (_facts, Faults) = (null, null);

    /// <summary>Whether a condition holds; the left-hand sides of rules call it.</summary>
    public bool Meets(Func<Facts, bool> test) => test(_facts!);

    /// <summary>The conditions of a policy hold; the right-hand sides of rules call it.</summary>
    public void Hold(int place) => Held[place >> 6] |= 1UL << place;

    public void Fault(int place, Exception exception) => (Faults ??= []).TryAdd(place, exception);
}
