using CxOrchestrator.Rules.Experience;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>What was found out once and serves every policy that is decided over these facts.</summary>
public sealed partial class Facts
{
    private const byte Member = 1;
    private const byte NoMember = 2;
    private const byte Asking = 3;

    // By slot, grown to what is asked: a set of documents has a slot per segment and per counted window.
    private byte[] _memberships = [];
    private int[] _counts = [];

    /// <summary>What the engine worked out over these facts for several policies; its own business.</summary>
    public object? Answers { get; set; }

    internal MoodValues MoodOnce => Mood;

    internal double RiskOnce => _risk ??= Risks.At(State, Definitions, At).Score;

    internal bool MemberOnce(int slot, Func<Facts, bool> isMember)
    {
        if (slot >= _memberships.Length)
        {
            Array.Resize(ref _memberships, Grown(slot));
        }

        switch (_memberships[slot])
        {
            case Member:
                return true;
            case NoMember:
                return false;
            case Asking:
                throw new InvalidOperationException("A segment's conditions lead back to itself.");
        }

        _memberships[slot] = Asking;
        try
        {
            var member = isMember(this);
            _memberships[slot] = member ? Member : NoMember;
            return member;
        }
        catch
        {
            // Not known: the next policy that asks meets the same fault, not a wrong answer.
            _memberships[slot] = 0;
            throw;
        }
    }

    internal int CountOnce(int slot, string counter, TimeSpan within)
    {
        if (slot >= _counts.Length)
        {
            Array.Resize(ref _counts, Grown(slot));
        }

        // One more than the count: nought says not yet counted.
        ref var count = ref _counts[slot];
        if (count == 0)
        {
            count = Count(counter, within) + 1;
        }

        return count - 1;
    }

    private static int Grown(int slot) => (slot + 8) & ~7;
}
