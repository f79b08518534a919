using System.Collections.Immutable;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Messages that left through connections, and what is reported of them.</summary>
public abstract partial class DeliverySuite : StoreSuite
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private IDeliveries Deliveries => Store.Services.GetRequiredService<IDeliveries>();

    private IConnectionStates States => Store.Services.GetRequiredService<IConnectionStates>();

    private IConnectionSecrets Secrets => Store.Services.GetRequiredService<IConnectionSecrets>();

    private Task<ImmutableArray<OutboxItem>> LeaseAsync(string owner = "me", TimeSpan later = default) =>
        Store.Outbox.LeaseAsync(owner, Store.Clock.GetUtcNow() + later, Lease, 100, None);

    private static NewDelivery Left(string connection = "mail", string? providerId = "p-1", bool unknown = false) => new()
    {
        Connection = connection,
        Channel = "email",
        ProviderId = providerId,
        Answer = "250 OK",
        Unknown = unknown,
        Message = new SentMessage { To = "ann@example.com", From = "shop@example.com", Subject = "Sorry", Text = "It is late.", Html = "<p>It is late.</p>", Link = "https://shop.example/o/1", LinkText = "See it", Image = "https://shop.example/i.png", Language = "en" },
    };

    private static NewStep Report(DeliveryStep step, string eventId, string? action = null, string? providerId = "p-1") => new()
    {
        Reporter = "mail",
        EventId = eventId,
        Step = step,
        Action = action,
        ProviderId = providerId,
        At = Make.Start.AddHours(2),
    };

    private Task CompleteAsync(string action, NewDelivery? delivery, ActionStatus status = ActionStatus.Delivered, string owner = "me", bool uncertain = false) =>
        Store.Outbox.CompleteAsync(
            owner,
            [
                new DeliveryOutcome
                {
                    Action = action,
                    Status = status,
                    At = Make.Start.AddHours(1),
                    NextAttemptAt = status == ActionStatus.Admitted ? Store.Clock.GetUtcNow() : null,
                    Delivery = delivery,
                    Uncertain = uncertain,
                },
            ],
            None);

    private async Task SendAsync(string action, string customer = "c-1", NewDelivery? delivery = null)
    {
        await Store.AdmitAsync(Some.Action(action, customer));
        await LeaseAsync();
        await CompleteAsync(action, delivery ?? Left());
    }

    [Fact]
    public async Task Complete_WithADelivery_KeepsTheMessageAsSent()
    {
        await SendAsync("a-1");

        var delivery = await Deliveries.FindAsync("a-1", None);
        Assert.Equal(("mail", "email", "ann@example.com", "p-1", "250 OK", DeliveryStep.Accepted), (delivery!.Connection, delivery.Channel, delivery.Address, delivery.ProviderId, delivery.Answer, delivery.Step));
        Assert.Equal((Some.Key("c-1"), Make.Start.AddHours(1)), (delivery.Key, delivery.SentAt));
        Assert.Equal(Left().Message, await Deliveries.MessageAsync("a-1", None));
        Assert.Equal([DeliveryStep.Sent, DeliveryStep.Accepted], (await Deliveries.StepsAsync("a-1", None)).Select(s => s.Reported.Step));
        Assert.Null(await Deliveries.FindAsync("a-2", None));
        Assert.Null(await Deliveries.MessageAsync("a-2", None));
    }

    [Fact]
    public async Task Complete_ByOneWhoseLeaseIsOver_KeepsNoDelivery()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await LeaseAsync("slow");
        await LeaseAsync("fast", Lease);
        await CompleteAsync("a-1", Left(), owner: "slow");

        Assert.Null(await Deliveries.FindAsync("a-1", None));
        Assert.Empty(await Deliveries.StepsAsync("a-1", None));
    }

    [Fact]
    public async Task Lease_AfterOneThatBeganAndSaidNothing_NamesTheConnection()
    {
        await Store.AdmitAsync(Some.Action("a-1"), Some.Action("a-2"));
        Assert.All(await LeaseAsync("gone"), i => Assert.Null(i.LeftBy));
        await Deliveries.BeginAsync("gone", [("a-1", "mail")], None);

        var again = await LeaseAsync("me", Lease);
        Assert.Equal([("a-1", "mail"), ("a-2", null)], again.Select(i => (i.Action.Id, i.LeftBy)).Order());
    }

    [Fact]
    public async Task Begin_ByOneWhoseLeaseIsOver_NotesNothing()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await LeaseAsync("slow");
        await LeaseAsync("fast", Lease);
        await Deliveries.BeginAsync("slow", [("a-1", "mail")], None);

        Assert.Null((await LeaseAsync("later", Lease + Lease))[0].LeftBy);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "mail")]
    public async Task Complete_TryAgain_KeepsTheConnectionOnlyWhereItIsUncertain(bool uncertain, string? leftBy)
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await LeaseAsync();
        await Deliveries.BeginAsync("me", [("a-1", "mail")], None);
        await CompleteAsync("a-1", null, ActionStatus.Admitted, uncertain: uncertain);

        Assert.Equal(leftBy, (await LeaseAsync())[0].LeftBy);
    }

    [Fact]
    public async Task Retry_OfAnUnknownOne_SendsItAsIfItHadNeverLeft()
    {
        await Store.AdmitAsync(Some.Action("a-1"));
        await LeaseAsync();
        await Deliveries.BeginAsync("me", [("a-1", "mail")], None);
        await CompleteAsync("a-1", Left(providerId: null, unknown: true), ActionStatus.Unknown);

        Assert.Equal(DeliveryStep.Unknown, (await Deliveries.FindAsync("a-1", None))!.Step);
        Assert.Empty(await LeaseAsync());
        Assert.True(await Store.Outbox.RetryAsync("a-1", None));
        Assert.Null(Assert.Single(await LeaseAsync()).LeftBy);

        await CompleteAsync("a-1", Left(providerId: "p-9"));
        var delivery = await Deliveries.FindAsync("a-1", None);
        Assert.Equal((DeliveryStep.Accepted, "p-9"), (delivery!.Step, delivery.ProviderId));
    }

    [Fact]
    public async Task Lease_Promotions_ComeAfterEverythingElse()
    {
        await Store.AdmitAsync(
            Some.Action("promotion-1") with { Category = PolicyCategory.Promotion }, Some.Action("service-1") with { Category = PolicyCategory.Service },
            Some.Action("promotion-2") with { Category = PolicyCategory.Promotion }, Some.Action("service-2") with { Category = PolicyCategory.Service });

        Assert.Equal(["service-1", "service-2"], (await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), Lease, 2, None)).Select(i => i.Action.Id));
        Assert.Equal(["promotion-1", "promotion-2"], (await LeaseAsync()).Select(i => i.Action.Id));
    }

    [Fact]
    public async Task List_NewestFirst_ByConnectionAndCustomer()
    {
        await SendAsync("a-1");
        await SendAsync("a-2", "c-2", Left("text", "p-2"));
        await SendAsync("a-3", "c-2", Left(providerId: "p-3"));

        async Task<string[]> ListAsync(DeliveryQuery query) => [.. (await Deliveries.ListAsync(query, None)).Items.Select(d => d.Action)];
        Assert.Equal(["a-3", "a-2", "a-1"], await ListAsync(new()));
        Assert.Equal(["a-3", "a-1"], await ListAsync(new() { Connection = "mail" }));
        Assert.Equal(["a-3", "a-2"], await ListAsync(new() { Customer = Some.Key("c-2") }));
        Assert.Equal(["a-2"], await ListAsync(new() { Connection = "text", Customer = Some.Key("c-2") }));

        var first = await Deliveries.ListAsync(new() { Limit = 2 }, None);
        Assert.Equal(["a-1"], await ListAsync(new() { Cursor = first.Next }));
        Assert.Equal("a-3", (await Deliveries.LatestToAsync("mail", "ann@example.com", None))!.Action);
        Assert.Null(await Deliveries.LatestToAsync("mail", "bob@example.com", None));
    }

    [Fact]
    public async Task States_FailingSince_IsTheFirstFailureAfterASuccess()
    {
        await States.NoteAsync("mail", null, None);
        var worked = Store.Clock.GetUtcNow();
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await States.NoteAsync("mail", "host not found", None);
        var since = Store.Clock.GetUtcNow();
        Store.Clock.Advance(TimeSpan.FromMinutes(1));
        await States.NoteAsync("mail", "login refused", None);

        var state = Assert.Single(await States.ListAsync(None));
        Assert.Equal((since, "login refused", worked), (state.FailingSince, state.LastError, state.WorkedAt));

        await States.NoteAsync("mail", null, None);
        Assert.Equal((null, null), (Assert.Single(await States.ListAsync(None)).FailingSince, Assert.Single(await States.ListAsync(None)).LastError));
    }

    [Fact]
    public async Task Pause_Twice_IsAuditedOnce()
    {
        var entry = new AuditEntry { By = "ann", Action = "connectionPaused", Kind = IConnectionStates.AuditKind, Id = "mail" };
        Assert.True(await States.SetPausedAsync("mail", true, entry, None));
        Assert.False(await States.SetPausedAsync("mail", true, entry, None));

        Assert.Equal((true, "ann"), (Assert.Single(await States.ListAsync(None)).Paused, Assert.Single(await States.ListAsync(None)).PausedBy));
        Assert.True(await States.SetPausedAsync("mail", false, entry, None));
        Assert.Equal((false, null), (Assert.Single(await States.ListAsync(None)).Paused, Assert.Single(await States.ListAsync(None)).PausedBy));
    }

    [Fact]
    public async Task Take_ByManyAtOnce_NeverExceedsTheRateInAnySecond()
    {
        var taken = new List<(DateTimeOffset At, int Count)>();
        for (var i = 0; i < 300; i++)
        {
            var grants = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => States.TakeAsync("mail", 5, 50, None)));
            taken.Add((Store.Clock.GetUtcNow(), grants.Sum()));
            Store.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.All(taken, t => Assert.True(taken.Where(u => u.At >= t.At && u.At < t.At.AddSeconds(1)).Sum(u => u.Count) <= 50));
        Assert.InRange(taken.Sum(t => t.Count), 130, 150);
    }

    [Fact]
    public async Task Secrets_SetAgain_AreReplaced()
    {
        var secret = new ConnectionSecret { Connection = "mail", Name = "password", Value = "sealed", Target = "smtp:mail.example.com", SetBy = "ann", SetAt = Make.Start };
        var entry = new AuditEntry { By = "ann", Action = "secretSet", Kind = IConnectionStates.AuditKind, Id = "mail" };
        Assert.True(await Secrets.SetAsync(secret, entry, None));
        Assert.True(await Secrets.SetAsync(secret with { Value = "other" }, entry, None));

        Assert.Equal(secret with { Value = "other" }, Assert.Single(await Secrets.ListAsync(None)));
        Assert.True(await Secrets.RemoveAsync("mail", "password", entry, None));
        Assert.False(await Secrets.RemoveAsync("mail", "password", entry, None));
        Assert.Empty(await Secrets.ListAsync(None));
    }
}
