using System.Collections.Immutable;
using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Channels.Mail.Returns;

/// <summary>What was found in some messages of a mailbox.</summary>
internal sealed class ReturnBatch
{
    private readonly ImmutableArray<DeliveryReport>.Builder _reports = ImmutableArray.CreateBuilder<DeliveryReport>();
    private readonly ImmutableArray<uint>.Builder _finished = ImmutableArray.CreateBuilder<uint>();

    public ImmutableArray<DeliveryReport> Reports => _reports.ToImmutable();

    /// <summary>Messages that nobody has to read any more. A reply is none of them: people answer it.</summary>
    public ImmutableArray<uint> Finished => _finished.ToImmutable();

    public ReturnCounts Found { get; private set; } = ReturnCounts.None;

    /// <summary>Highest UID among them.</summary>
    public uint Last { get; private set; }

    public void AddUnreadable(uint id) => Count(id, new ReturnCounts { Unreadable = 1 });

    public void Add(uint id, ReturnKind kind, ImmutableArray<DeliveryReport> reports)
    {
        _reports.AddRange(reports);
        var counts = kind switch
        {
            ReturnKind.NotUnderstood => new ReturnCounts { NotUnderstood = 1 },
            ReturnKind.Automatic => new ReturnCounts { Automatic = 1 },
            _ when reports.IsEmpty => new ReturnCounts { Foreign = 1 },
            ReturnKind.Bounce => new ReturnCounts { Bounces = 1 },
            ReturnKind.Complaint => new ReturnCounts { Complaints = 1 },
            ReturnKind.Delivered => new ReturnCounts { Delivered = 1 },
            _ => new ReturnCounts { Replies = 1 },
        };
        if (counts is not ({ NotUnderstood: 1 } or { Foreign: 1 } or { Replies: 1 }))
        {
            _finished.Add(id);
        }

        Count(id, counts);
    }

    private void Count(uint id, ReturnCounts counts) => (Found, Last) = (Found.Plus(counts), Math.Max(Last, id));
}
