using System.Globalization;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Simulation.Shop;

/// <summary>
/// An endless stream of touchpoints of a shop that does not exist, in the order of time: orders that are paid, shipped and delivered, most of
/// them well; a payment provider that fails now and then, days on which the warehouse falls behind and packs orders badly, parcels that get lost, people who
/// call.
/// </summary>
public sealed class SyntheticShop
{
    private readonly ShopSettings _settings;
    private readonly Random _dice;
    private readonly PriorityQueue<Touchpoint, (long Ticks, long Number)> _coming = new();
    private readonly HashSet<int> _known = [];
    private DateTimeOffset _nextOrder;
    private long _number;
    private long _orders;

    public SyntheticShop(ShopSettings settings, DateTimeOffset start)
    {
        _settings = settings;
        _dice = new Random(settings.Seed);
        _nextOrder = start;
    }

    /// <summary>Time of the touchpoint that <see cref="Next"/> gives.</summary>
    public DateTimeOffset NextAt
    {
        get
        {
            Prepare();
            return _coming.Peek().At;
        }
    }

    public Touchpoint Next()
    {
        Prepare();
        return _coming.Dequeue();
    }

    // Orders are made until the first thing that is coming lies before the next order.
    private void Prepare()
    {
        while (_coming.Count == 0 || _coming.Peek().At >= _nextOrder)
        {
            Order(_nextOrder);
            var perDay = Math.Max(0.001, _settings.Customers * _settings.OrdersPerCustomerAndDay);
            _nextOrder = _nextOrder.AddDays(-Math.Log(1 - _dice.NextDouble()) / perDay);
        }
    }

    private void Order(DateTimeOffset at)
    {
        var person = _dice.Next(_settings.Customers);
        if (_known.Add(person))
        {
            Add(person, CustomerUpdates.Type, at, "crm", ShopPeople.Attributes(person, _dice));
        }

        var order = new OrderLife($"o-{_settings.FirstOrder + _orders++}", person, Math.Round((decimal)Math.Exp(2.5 + (_dice.NextDouble() * 3)), 2));
        var promised = at.AddDays(_dice.Next(5, 9));
        Add(order, "order.placed", at, "web", [new("expectedBy", Scalar.Of(promised.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))), new("items", Scalar.Of(_dice.Next(1, 5)))], value: true);
        if (Pay(order, at) is { } paid)
        {
            Deliver(order, paid, promised);
        }
    }

    /// <summary>When it was paid; null where it never was.</summary>
    private DateTimeOffset? Pay(OrderLife order, DateTimeOffset at)
    {
        var paid = at.AddMinutes(_dice.Next(1, 90));
        var failing = IsBadDay(paid, every: 9) && paid.Hour is >= 9 and < 15;
        if (_dice.NextDouble() >= (failing ? 0.5 : 0.03))
        {
            Add(order, "payment.approved", paid, "web");
            return paid;
        }

        Add(order, "payment.failed", paid, "web", [new("reason", Scalar.Of(failing ? "provider down" : "card declined"))]);
        if (_dice.NextDouble() < 0.3)
        {
            Add(order, "contact.chat", paid.AddMinutes(_dice.Next(5, 120)), "chat", [new("topic", Scalar.Of("payment"))]);
        }

        if (_dice.NextDouble() < 0.75)
        {
            paid = paid.AddHours(1 + (_dice.NextDouble() * 20));
            Add(order, "payment.approved", paid, "web");
            return paid;
        }

        Add(order, "order.cancelled", paid.AddHours(_dice.Next(12, 60)), "web");
        return null;
    }

    private void Deliver(OrderLife order, DateTimeOffset paid, DateTimeOffset promised)
    {
        var shipped = paid.AddDays(0.4 + (_dice.NextDouble() * 1.6));
        var muddled = IsBadDay(shipped, every: 4) && _dice.NextDouble() < 0.3;
        if (muddled)
        {
            shipped = shipped.AddDays(2 + (_dice.NextDouble() * 4));
        }

        Add(order, "order.shipped", shipped, "parcel");
        if (_dice.NextDouble() < 0.01)
        {
            Lose(order, promised);
            return;
        }

        var delivered = shipped.AddDays(0.8 + (_dice.NextDouble() * 2.6));
        Add(order, "order.delivered", delivered, "parcel");
        var late = delivered > promised.Date.AddDays(1);
        if (late)
        {
            Complain(order, promised, delivered);
        }

        Review(order, delivered, late, muddled);
    }

    private void Lose(OrderLife order, DateTimeOffset promised)
    {
        Complain(order, promised, promised.AddDays(9));
        if (_dice.NextDouble() < 0.8)
        {
            Add(order, "refund.issued", promised.AddDays(4 + (_dice.NextDouble() * 7)), "web", value: true);
        }
    }

    private void Complain(OrderLife order, DateTimeOffset promised, DateTimeOffset until)
    {
        string[] channels = ["phone", "chat", "email"];
        var at = promised.AddDays(1.1 + _dice.NextDouble());
        while (at < until && _dice.NextDouble() < 0.45)
        {
            var channel = channels[_dice.Next(channels.Length)];
            Add(order, $"contact.{channel}", at, channel, [new("topic", Scalar.Of("where is my order"))]);
            at = at.AddDays(0.3 + (_dice.NextDouble() * 2));
        }
    }

    // Who got the wrong things waits for the right ones before writing, and writes more often.
    private void Review(OrderLife order, DateTimeOffset delivered, bool late, bool muddled)
    {
        var at = delivered.AddDays((muddled ? 4 : 0.2) + (_dice.NextDouble() * 3));
        if (_dice.NextDouble() < (muddled ? 0.8 : 0.4))
        {
            var draw = _dice.NextDouble();
            var stars = muddled ? (draw < 0.6 ? 1 : draw < 0.92 ? 2 : 3) : late ? (draw < 0.45 ? 1 : draw < 0.7 ? 2 : draw < 0.9 ? 3 : 4) : draw < 0.02 ? 1 : draw < 0.05 ? 2 : draw < 0.12 ? 3 : draw < 0.45 ? 4 : 5;
            Add(order, "review.submitted", at, "web", feedback: new Feedback { Csat = stars, Text = ReviewTexts.For(stars, late, _dice), Lang = "en" });
        }
        else if (_dice.NextDouble() < 0.08)
        {
            Add(order, "survey.answered", at, "email", feedback: new Feedback { Nps = late ? _dice.Next(0, 7) : _dice.Next(6, 11) });
        }
    }

    // The same days for everybody: a wave is what an operator should see as one.
    private bool IsBadDay(DateTimeOffset at, int every)
    {
        var day = (int)(at - DateTimeOffset.UnixEpoch).TotalDays;
        return ((day * 2_654_435_761L) + _settings.Seed) % 1009 % every == 0;
    }

    private sealed record OrderLife(string Id, int Person, decimal Amount);

    private void Add(OrderLife order, string type, DateTimeOffset at, string channel, List<NamedValue>? attributes = null, Feedback? feedback = null, bool value = false)
    {
        attributes ??= [];
        attributes.Add(new("order", Scalar.Of(order.Id)));
        Add(order.Person, type, at, channel, attributes, feedback, value ? new Money { Amount = order.Amount, Currency = "EUR" } : null);
    }

    private void Add(int person, string type, DateTimeOffset at, string channel, List<NamedValue> attributes, Feedback? feedback = null, Money? value = null)
    {
        var number = _number++;
        at = new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond), at.Offset);
        var touchpoint = new Touchpoint
        {
            Identity = new(_settings.Source, string.Create(CultureInfo.InvariantCulture, $"t-{_settings.Seed}-{number}")),
            Type = type,
            Customer = new(ShopPeople.Id(person)),
            At = at,
            Channel = channel,
            Attributes = AttributeSet.Of(attributes),
            Feedback = feedback,
            Value = value,
            Identities = type == CustomerUpdates.Type ? ShopPeople.Identities(person) : IdentitySet.Empty,
        };
        _coming.Enqueue(touchpoint, (at.UtcTicks, number));
    }
}
