using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Customers;

namespace CxOrchestrator.Gateway.Live;

/// <summary>What one connection knows of the customer it watches, and what it has not been sent yet. Used under its mailbox's lock.</summary>
internal sealed class CustomerWatch(CustomerKey key)
{
    /// <summary>Most changed actions, and apart cases, that wait to be sent; beyond it the screen reads again.</summary>
    public const int ChangesMax = 200;

    public CustomerKey Key { get; } = key;

    /// <summary>The last input that was sent.</summary>
    public long Sequence { get; set; }

    /// <summary>The latest state that was not sent yet.</summary>
    public CustomerState? State { get; set; }

    /// <summary>The customer was erased, and that was not sent yet.</summary>
    public bool Erased { get; set; }

    /// <summary>The customer was merged into that one, and that was not sent yet; null: it was not.</summary>
    public string? MergedInto { get; set; }

    public HashSet<string> Actions { get; private set; } = [];

    public HashSet<string> Cases { get; private set; } = [];

    /// <summary>Changes were lost on the way here.</summary>
    public bool Lost { get; set; }

    public bool HasNews => Lost || Erased || MergedInto is not null || State?.Sequence > Sequence || Actions.Count > 0 || Cases.Count > 0;

    /// <summary>The customer was erased. Should it come back, its sequences begin again.</summary>
    public void Forget() => (Erased, State, Sequence, Actions, Cases) = (true, null, 0, [], []);

    /// <summary>Takes what waits; what comes meanwhile waits for the next time.</summary>
    public CustomerNews Take()
    {
        var news = new CustomerNews(Key, Sequence, State, Actions, Cases, Erased) { MergedInto = MergedInto };
        (State, Actions, Cases, Erased, MergedInto) = (null, [], [], false, null);
        return news;
    }
}

/// <summary>What a connection has to be sent of its customer.</summary>
internal sealed record CustomerNews(CustomerKey Key, long Sequence, CustomerState? State, IReadOnlySet<string> Actions, IReadOnlySet<string> Cases, bool Erased = false)
{
    /// <summary>The customer is a part of that one now; null: it is not.</summary>
    public string? MergedInto { get; init; }
}
