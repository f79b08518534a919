using System.Collections.Concurrent;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Gateway.Board;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Live;

/// <summary>The open connections and which customer each watches.</summary>
internal sealed class LiveConnections : IDisposable
{
    private readonly ConcurrentDictionary<string, LiveMailbox> _mailboxes = new(StringComparer.Ordinal);
    private readonly Dictionary<CustomerKey, HashSet<LiveMailbox>> _watchers = [];
    private readonly Lock _gate = new();
    private readonly Figures _figures;
    private readonly TimeProvider _clock;
    private readonly int _max;
    private readonly int _perAccountMax;

    public LiveConnections(Figures figures, TimeProvider clock, IOptions<GatewayOptions> options, Metrics metrics)
    {
        _figures = figures;
        _clock = clock;
        _max = options.Value.ConnectionsMax;
        _perAccountMax = options.Value.ConnectionsPerAccountMax;
        metrics.WatchConnections(() => Count);
        figures.Read += Pulse;
    }

    public int Count => _mailboxes.Count;

    public void Dispose() => _figures.Read -= Pulse;

    /// <summary>A mailbox for the connection; null where there are too many already, or too many of the account. Nobody's account is null.</summary>
    public LiveMailbox? Open(string connection, string? account)
    {
        lock (_gate)
        {
            if (_mailboxes.Count >= _max || (account is not null && _mailboxes.Values.Count(m => m.Account == account) >= _perAccountMax))
            {
                return null;
            }

            var mailbox = new LiveMailbox(connection, _clock) { Account = account };
            _mailboxes[connection] = mailbox;
            return mailbox;
        }
    }

    public LiveMailbox? Find(string connection) => _mailboxes.GetValueOrDefault(connection);

    public void Close(LiveMailbox mailbox)
    {
        Watch(mailbox, null);
        _mailboxes.TryRemove(mailbox.Connection, out _);
    }

    /// <summary>Has the mailbox watch that customer in place of the one before; null: none.</summary>
    public void Watch(LiveMailbox mailbox, CustomerKey? key)
    {
        lock (_gate)
        {
            foreach (var (watched, mailboxes) in _watchers.Where(w => w.Value.Contains(mailbox)).ToList())
            {
                mailboxes.Remove(mailbox);
                if (mailboxes.Count == 0)
                {
                    _watchers.Remove(watched);
                }
            }

            mailbox.WatchCustomer(key);
            if (key is { } k)
            {
                if (!_watchers.TryGetValue(k, out var mailboxes))
                {
                    _watchers[k] = mailboxes = [];
                }

                mailboxes.Add(mailbox);
            }
        }
    }

    public void Apply(LiveBatch batch)
    {
        lock (_gate)
        {
            if (_watchers.Count == 0)
            {
                return;
            }

            foreach (var change in batch.Customers)
            {
                Tell(new(change.Tenant, change.State.Customer), m => m.CustomerChanged(change));
            }

            foreach (var change in batch.Actions)
            {
                Tell(new(change.Tenant, new(change.Customer)), m => m.ActionChanged(change.Action));
            }

            foreach (var change in batch.Cases)
            {
                Tell(new(change.Tenant, new(change.Customer)), m => m.CaseChanged(change.Case));
            }

            if (batch.Overflow)
            {
                LostUnderGate();
            }
        }
    }

    /// <summary>Changes were lost: clients watching a customer read again.</summary>
    public void Lost()
    {
        lock (_gate)
        {
            LostUnderGate();
        }
    }

    private void LostUnderGate()
    {
        foreach (var mailbox in _watchers.Values.SelectMany(m => m))
        {
            mailbox.CustomerLost();
        }
    }

    private void Tell(CustomerKey key, Action<LiveMailbox> tell)
    {
        foreach (var mailbox in _watchers.TryGetValue(key, out var mailboxes) ? mailboxes : [])
        {
            tell(mailbox);
        }
    }

    private void Pulse()
    {
        var pulse = _figures.Pulse();
        foreach (var mailbox in _mailboxes.Values)
        {
            mailbox.Pulse(pulse);
        }
    }
}
