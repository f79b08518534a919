using System.Collections.Concurrent;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>Sends under way to each receiver, a host or a connection, up to a bound; and those that were put off at it.</summary>
internal sealed class ReceiverSlots(Func<int> most, IEqualityComparer<string> names)
{
    /// <summary>How long the first send that finds a receiver full is put off; those behind it longer.</summary>
    private static readonly TimeSpan PutOff = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest time, however many are put off.</summary>
    private static readonly TimeSpan PutOffMax = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _taken = new(names);

    // Of the dispatcher's loop alone: receivers that were full at the last look, and how many sends wait for each, as far as is known here.
    private readonly HashSet<string> _full = new(names);
    private readonly Dictionary<string, int> _waiting = new(names);

    /// <summary>Slots of receivers that were full at the last look.</summary>
    public int MostOfFull => _full.Count * most();

    /// <summary>Those of them that are free by now.</summary>
    public int FreeOfFull => _full.Sum(r => Math.Max(0, most() - _taken.GetValueOrDefault(r)));

    /// <summary>Takes a slot; null: it is taken, else how long to put the send off.</summary>
    public TimeSpan? Take(string receiver)
    {
        var waiting = _waiting.GetValueOrDefault(receiver);
        if (_taken.AddOrUpdate(receiver, 1, static (_, n) => n + 1) <= most())
        {
            if (waiting <= 1)
            {
                _waiting.Remove(receiver);
            }
            else
            {
                _waiting[receiver] = waiting - 1;
            }

            return null;
        }

        Release(receiver);
        _full.Add(receiver);

        // Behind those that were put off before it: else all of them would be leased again at once, and what is behind them never.
        var wait = PutOff * (1 + ((double)waiting / most()));
        if (wait >= PutOffMax)
        {
            return PutOffMax;
        }

        _waiting[receiver] = waiting + 1;
        return wait;
    }

    public void Release(string receiver) => _taken.AddOrUpdate(receiver, 0, static (_, n) => n - 1);

    /// <summary>Before a look at everything: what is full shows again.</summary>
    public void Forget() => _full.Clear();
}
