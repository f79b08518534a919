using System.Globalization;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Simulation.Tests.Outside;
using CxOrchestrator.Simulation.Tests.Scheduling;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Simulation.Tests.Story;

/// <summary>Upstream: what happens to a few customers, in order and out of it, late, twice, with other words the second time, and now and then unreadable.</summary>
internal sealed class Producer
{
    private static readonly string[] Types =
        ["order.placed", "order.placed", "order.delivered", "note", "note", "contact.call", "review.submitted", "customer.updated", Documents.Poison];

    private readonly World _world;
    private readonly SimulatedLog _log;
    private readonly int _customers;
    private readonly int _count;
    private readonly double _again;
    private readonly double _late;
    private readonly bool _scattered;
    private readonly List<Touchpoint> _sent = [];

    public Producer(World world, SimulatedLog log)
    {
        (_world, _log) = (world, log);
        _customers = world.Dice.Next(1, 6);
        _again = world.Dice.NextDouble() * 0.3;
        _late = world.Dice.NextDouble() * 0.4;

        // A few seeds outgrow what a customer remembers of identities, and a few come by more than one partition.
        _count = world.Chance(0.1) ? world.Dice.Next(100, 180) : world.Dice.Next(10, 50);
        _scattered = world.Chance(0.1);
    }

    public async Task RunAsync(TimeSpan within)
    {
        var pauseMax = (int)(within.TotalMilliseconds / _count * 4);
        for (var sent = 0; sent < _count;)
        {
            for (var burst = _world.Dice.Next(1, 6); burst > 0 && sent < _count; burst--)
            {
                Send(sent++);
            }

            await _world.DelayAsync(0, pauseMax);
        }
    }

    private void Send(int number)
    {
        if (_world.Chance(0.04))
        {
            _log.Append(_world.Dice.Next(_log.Partitions), Source(), "{ not json"u8.ToArray(), null, isPoison: false);
            return;
        }

        var touchpoint = _sent.Count > 0 && _world.Chance(_again) ? Again() : New(number);
        var body = TouchpointJson.Write(touchpoint);
        touchpoint = TouchpointJson.Read(body).Touchpoint!;
        _sent.Add(touchpoint);
        var partition = _scattered ? _world.Dice.Next(_log.Partitions) : touchpoint.Customer.Value[^1] % _log.Partitions;
        _log.Append(partition, touchpoint.Identity.Source, body, touchpoint, touchpoint.Type == Documents.Poison);
    }

    // The same identity: in the same words, or in others.
    private Touchpoint Again()
    {
        var sent = _sent[_world.Chance(0.5) ? _world.Dice.Next(_sent.Count) : Math.Max(0, _sent.Count - 1 - _world.Dice.Next(5))];
        return sent.Type == Documents.Poison || _world.Chance(0.7) ? sent : sent with { Channel = $"other-{_world.Dice.Next(3)}" };
    }

    private Touchpoint New(int number)
    {
        var type = Types[_world.Dice.Next(Types.Length)];
        var ago = _world.Chance(_late) ? TimeSpan.FromDays(_world.Dice.NextDouble() * 12) : TimeSpan.FromMinutes(_world.Dice.Next(-9, 240));
        return Make.Touchpoint(
            type, _world.Journey.GetUtcNow() - ago, string.Create(CultureInfo.InvariantCulture, $"t{number}"), new CustomerId($"c{_world.Dice.Next(_customers)}"), Source(),
            feedback: type == "review.submitted" ? new Feedback { Csat = _world.Dice.Next(1, 6) } : null,
            attributes: type == "customer.updated"
                ? [("name", Make.Text($"Ann {_world.Dice.Next(9)}")), ("consent.email", Scalar.Of(_world.Chance(0.7)))]
                : [("order", Make.Text($"o{_world.Dice.Next(3)}"))]);
    }

    private string Source() => _world.Chance(0.7) ? "shop" : "desk";
}
