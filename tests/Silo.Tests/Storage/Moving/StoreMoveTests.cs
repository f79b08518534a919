using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.MockBroker;
using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Tests.Hosting;
using CxOrchestrator.Silo.Tests.Postgres;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Moving;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Storage.Voice;
using CxOrchestrator.Testing;
using Microsoft.Data.Sqlite;

namespace CxOrchestrator.Silo.Tests.Storage.Moving;

/// <summary>From one process to a cluster.</summary>
public sealed class StoreMoveTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly string[] Customers = [.. Enumerable.Range(0, 12).Select(i => $"c-{i}")];

    private const string Policy = """
        kind: policy
        id: a
        name: A
        on: {touchpoint: order.placed}
        do:
          - message: {channel: email, text: Hello}
        # version
        """;

    private readonly EmbeddedSilo _silo = new() { Current = new CompiledDefinitions(Documents.Poisoned) };

    public async ValueTask InitializeAsync() => await _silo.StartAsync();

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private static Touchpoint Note(string customer, string id, string type = "note", double day = 0, string? order = null) => Make.Touchpoint(
        type, Make.Day(day), id, new CustomerId(customer), "shop", attributes: order is null ? [] : [("order", Scalar.Of(order))]);

    private static Task<MoveResult> MoveAsync(string folder, string database) => StoreMove.RunAsync(folder, database, _ => { }, None);

    /// <summary>Something in every table.</summary>
    private async Task<ImmutableArray<Touchpoint>> FillAsync()
    {
        ImmutableArray<Touchpoint> sent =
        [
            .. Enumerable.Range(0, 60).Select(i => Note(Customers[i % 12], $"t-{i}", i % 7 == 0 ? "mail.wanted" : "note")),
            Note("c-1", "r-1", "rare.wanted"), Note("c-1", "r-2", "rare.wanted", 0.1), Note("c-2", "p-1", "promo.wanted"), Note("c-3", "poison", "poison.wanted"),
            Make.Touchpoint("customer.updated", Make.Day(0), "n-1", new CustomerId("c-1"), "shop", attributes: [("name", Scalar.Of("Ann Lee")), ("consent.email", Scalar.Of(true))]),
            Note("c-97", "e-1"),
            Note("c-8", "i-1") with { Identities = IdentitySet.Of(new CustomerIdentity("crm", "4711"), new CustomerIdentity("cookie", "k")) },
            Note("c-9", "i-2") with { Identities = IdentitySet.Of(new CustomerIdentity("crm", "4711"), new CustomerIdentity("email", "noreply@shop.com")) },
            Note("c-4", "o-1", "order.placed", order: "4711"), Note("c-5", "o-2", "order.placed", order: "4712"),
            Note("c-5", "f-1") with { Feedback = new Feedback { Csat = 2, Text = "My parcel is late", Lang = "en" } },
        ];
        await _silo.TakeAsync(sent);
        await _silo.TakeAsync(sent[..10]);
        await _silo.Get<ICustomers>()[Some.Key("c-97").ToString()].EraseAsync("ada", None);
        Assert.Equal(MergeResult.Merged, (await _silo.Get<ICustomerMerges>().MergeAsync(Some.Key("c-11"), Some.Key("c-10"), new MergeReason { Kind = MergeReason.ByHand }, "ada", None)).Result);
        await _silo.Log.AppendAsync([Some.Raw("{ broken")], None);
        await _silo.RestAsync();

        // Two promises are missed: one case is completed, one is open; a third is not due yet.
        _silo.JourneyClock.Advance(TimeSpan.FromDays(4));
        await EmbeddedSilo.UntilAsync(async () => (await _silo.Cases.ListAsync(new CaseQuery(), None)).Items.Length == 2, "two cases");
        var open = (await _silo.Cases.ListAsync(new CaseQuery { Customer = Some.Key("c-4") }, None)).Items[0];
        await _silo.Cases.ClaimAsync(open.Id, "eve", None);
        await _silo.Cases.CompleteAsync(open.Id, "eve", "resolved", "called \0 back", None);
        await _silo.TakeAsync(Note("c-6", "o-3", "order.placed", 4, "4713"));

        var remark = Assert.Single((await _silo.Get<IVoiceStore>().ListAsync(
            new RemarkQuery { From = Make.Start, To = Make.Day(99) }, RemarkOrder.Newest, null, 10, None)).Items);
        await _silo.Get<IVoiceStore>().CorrectAsync(
            remark.Key, remark.Remark.Sequence, new NewCorrection { Class = 0, Reasons = ["late"], By = "eve", At = Make.Start }, None);
        await _silo.Get<IGuardSwitches>().SetPolicyAsync("gone", stopped: true, "ops", "wrong amount", None);
        await _silo.Get<IGuardSwitches>().SetSuppressionAsync(Some.Key("c-99"), Make.Day(99), "ops", null, 0, None);

        // Stopped sending holds one.
        await _silo.Sending.SetAsync(stopped: true, "ops", None);
        await _silo.TakeAsync(Note("c-7", "m-1", "mail.wanted", 4));
        await EmbeddedSilo.UntilAsync(async () => (await _silo.ActionsAsync("c-7")).Any(a => a.Status == ActionStatus.Held), "an action to be held");
        var definitions = _silo.Get<IDefinitionStore>();
        for (var version = 0; version < 2; version++)
        {
            await definitions.PublishAsync(version, [new StoredDocument { Kind = "policy", Id = "a", Version = version + 1, File = "a.yaml", Text = $"{Policy} {version}" }], "test", None);
        }

        var said = new AuditEntry { By = "mara", Action = AuditActions.Saved };
        var draft = new StoredDraft { Document = new("policy", "b"), State = DraftState.Draft, Text = "b", BaseVersion = 0, EditedBy = "mara", EditedAt = Make.Start };
        await _silo.Get<ILifeStore>().SaveAsync(draft, null, new DraftOptions(), said, None);
        await _silo.Get<IAccountStore>().PutAsync(new StoredAccount { Name = "mara", DisplayName = "Mara", Roles = ["marketer"], PasswordHash = "hash", Subject = "https://id.example 17" }, 0, said, None);
        await _silo.Get<IAccountStore>().PutAsync(new StoredAccount { Name = "paul", DisplayName = "Paul", Roles = ["viewer"], PasswordHash = "hash", SecondFactorRequired = true }, 0, said, None);
        await _silo.Get<IAccountStore>().PutSecondFactorAsync("paul", null, new StoredSecondFactor { Secret = "protected", LastStep = 58_000_000, RecoveryCodes = ["one", "two"] }, null, null, None);
        await _silo.Get<IProtectionKeys>().AddAsync("key", "<key/>", None);
        await _silo.Get<ICodePools>().AddAsync("spring", ["A", "B"], None);
        await _silo.Get<ICustomerStore>().CommitAsync(
            new CustomerCommit { Key = Some.Key("c-98"), ExpectedVersion = 0, State = Some.Utf8("s"), Redemptions = [new("A", Make.Day(1))] }, None);
        await _silo.Get<IWebhookEndpoints>().DisableAsync("https://a.example/x", "410 Gone", new AuditEntry { By = "webhooks", Action = AuditActions.EndpointDisabled }, None);
        await _silo.Get<IConnectionStates>().NoteAsync("mail", "host not found", None);
        await _silo.Get<IConnectionSecrets>().SetAsync(
            new ConnectionSecret { Connection = "mail", Name = "password", Value = "sealed", Target = "smtp", SetBy = "ann", SetAt = Make.Start }, said, None);
        var recipients = _silo.Get<ITestRecipients>();
        await recipients.MarkAsync(new TestRecipient { Key = Some.Key("c-1"), Account = "mara", MarkedBy = "mara" }, 1, None);
        await recipients.ConfirmAsync(Some.Key("c-1"), "ann", None);
        await recipients.SendAsync(new TestSend { By = "mara", Actions = [(Some.Key("c-1"), Some.Action("test-1"))], PerDayMax = 1, At = Make.Start }, None);
        await _silo.Get<IApiKeyStore>().AddAsync(
            new StoredApiKey { Id = "k1", Name = "shop", Sources = ["shop", "web*"], Scopes = ["touchpoints"], Hash = "AB", CreatedBy = "mara", CreatedAt = Make.Start, ExpiresAt = Make.Day(99) }, said, None);
        var backtest = new StoredRun { Id = "01", Ended = true, View = "{}", SeenAt = Make.Start };
        await _silo.Get<IBacktestStore>().AddAsync(backtest, None);
        await _silo.Get<IBacktestStore>().UpdateAsync(backtest with { Report = "{}" }, None);
        await _silo.Get<IWarningSearchStore>().AddAsync(backtest with { Id = "02" }, None);
        await _silo.RestAsync();
        return sent;
    }

    [Fact]
    public async Task Move_AWholeInstallation_ReadsTheSameAndGoesOn()
    {
        var database = await postgres.NewDatabaseAsync(migrated: false);
        var sent = await FillAsync();
        await _silo.StopAsync();
        Run("INSERT INTO limits (name, used, ends_at) VALUES ('budget:2026-03-03:gone', 700, 1772582400000)");

        // The silo forgets a schedule that is not published while it runs.
        Run("INSERT INTO schedules (policy, segment, done_through, running_due_at, running_after, members) VALUES ('gone', 'loyal', 1772582400000, 1772668800000, 'default/c-1', 3)");
        Run("INSERT INTO deliveries (action, key, connection, channel, address, provider_id, answer, sent_at, message) SELECT id, key, 'mail', 'email', 'ann@example.com', 'p-1', '250 OK', 1772582400000, '{\"to\":\"ann@example.com\",\"text\":\"Sorry\"}' FROM outbox LIMIT 1");
        Run("INSERT INTO delivery_steps (reporter, event_id, step, action, key, provider_id, at, reason, permanent, url, text, automated) SELECT 'mail', 'e-1', 10, id, key, 'p-1', 1772582400000, 'r', 1, 'u', 't', 1 FROM outbox LIMIT 1");
        Run("INSERT INTO in_app_messages (id, key, title, text, link, link_text, image, sent_at, expires_at, read_at, clicked_at) SELECT action, key, 't', 'x', 'l', 'b', 'i', 1772582400000, 1872582400000, 1772582400001, 1772582400002 FROM deliveries LIMIT 1");
        Run("INSERT INTO in_app_keys (id, name, secret, created_by, created_at) VALUES ('k1', 'app', 'sealed', 'ann', 1772582400000)");
        Run("INSERT INTO images (id, name, media_type, width, height, length, uploaded_by, uploaded_at, bytes) VALUES ('ab', 'a.png', 'image/png', 6, 4, 3, 'ann', 1772582400000, x'0100ff')");
        Run("INSERT INTO return_mailboxes (connection, looked_at, place, validity, last_uid, read_at, failing_since, last_error, bounces, complaints, replies, delivered, automatic, foreign_messages, not_understood, unreadable) VALUES ('mail', 1772582400000, 'box', 7, 42, 1772582400001, 1772582400002, 'down', 1, 2, 3, 4, 5, 6, 7, 8)");
        Run("INSERT INTO source_pulls (connection, due_at, cursor, read_at, failing_since, last_error) VALUES ('buzz', 1772582400000, '{}', 1772582400001, 1772582400002, 'down')");
        Run("INSERT INTO waiting_deliveries (number, connection, received_at, stored_at, due_at, failures, failing_since, last_error, dead_at, plain, size, method, url, headers, body) VALUES (1, 'surveys', 1772582400000, 1772582400001, 1772582400002, 3, 1772582400003, 'down', NULL, 1, 2, 'POST', 'https://cx.example.com/', '{\"a\":\"b\"}', x'00ff'), (2, 'surveys', 1772582400000, 1772582400001, 1772582400002, 1, 1772582400003, 'down', 1772582400004, 0, 2, 'POST', 'https://cx.example.com/', '{}', x'7b7d')");
        Run("INSERT INTO source_enrichments (connection, due_at, cursor) VALUES ('surveys', 1772582400000, '{}')");
        Run("INSERT INTO file_imports (id, connection, name, format, bytes, created_at, created_by, received_at, state, ended_at, problem, row_count, touchpoints, dropped, rejected, errors) VALUES ('i-1', 'shop', 'orders.csv', 'csv', 2, 1772582400000, 'ann', 1772582400001, 2, NULL, 'It waits.', 9, 5, 1, 3, '[{\"row\":2,\"reason\":\"No.\"}]')");
        Run("INSERT INTO file_import_parts (import, place, bytes) VALUES ('i-1', 0, x'00ff')");
        List<string> before;
        await using (var store = new SqliteUnderTest { Folder = _silo.Folder, Keeps = true })
        {
            before = await Portrait.OfAsync(store, Customers);
        }

        var moved = await MoveAsync(_silo.Folder, database);

        Assert.All(moved.Tables, t => Assert.True(t.Rows > 0, $"{t.Name} was empty: the test does not say whether it is moved."));
        await using (var store = new PostgresUnderTest(database))
        {
            // The one text that the database cannot hold has the sign that stands for what it cannot.
            Assert.Equal([.. before.Select(l => l.Replace("\\u0000", "\\uFFFD", StringComparison.Ordinal))], await Portrait.OfAsync(store, Customers));
        }

        using var brokers = new MockCluster();
        brokers.CreateTopic(ClusterSilo.Topic, 4);
        await using var cluster = new ClusterSilo(database, brokers) { Current = _silo.Current, JourneyClock = _silo.JourneyClock };
        await cluster.StartAsync();
        var line = (await cluster.Read.LedgerAsync(None)).Sources.Single(l => l.Source == "shop");
        var decisions = (await cluster.Read.DecisionsAsync(new DecisionQuery { Limit = 1000 }, None)).Items.Length;
        await cluster.AppendAsync(sent.Where(t => t.Type != "poison.wanted"));
        await cluster.AppendAsync(Note("c-1", "after", day: 4));
        await cluster.ReceivedAsync(line.Received + sent.Length);

        var after = (await cluster.Read.LedgerAsync(None)).Sources.Single(l => l.Source == "shop");
        // Who was erased is known there too.
        Assert.Equal((line.Duplicate + sent.Length - 2, line.Applied + 1, line.Erased + 1), (after.Duplicate, after.Applied, after.Erased));
        Assert.Equal(decisions, (await cluster.Read.DecisionsAsync(new DecisionQuery { Limit = 1000 }, None)).Items.Length);

        // The timer that was not due fires there, and what was held is sent once sending goes on.
        cluster.JourneyClock.Advance(TimeSpan.FromDays(3.5));
        await cluster.Get<ISendingSwitch>().SetAsync(stopped: false, "ops", None);
        await cluster.AppendAsync(Enumerable.Range(0, 40).Select(i => Note(Customers[i % 12], $"later-{i}", day: 7.4)));
        await EmbeddedSilo.UntilAsync(async () => (await cluster.Get<ICaseStore>().ListAsync(new CaseQuery { Customer = Some.Key("c-6") }, None)).Items.Length == 1, "the third promise to be missed");
    }

    [Fact]
    public async Task Move_FolderInUse_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(async () => await MoveAsync(_silo.Folder, await postgres.NewDatabaseAsync()));
        Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_UnappliedTouchpoints_IsRefusedWithTheirNumber()
    {
        var database = await postgres.NewDatabaseAsync();
        await _silo.StopAsync();
        await using (var store = new SqliteUnderTest { Folder = _silo.Folder, Keeps = true })
        {
            await store.Log.AppendAsync([Some.Item("a"), Some.Item("b"), Some.Item("c")], None);
        }

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => MoveAsync(_silo.Folder, database));
        Assert.Contains("3 touchpoints", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_TargetWithACustomer_IsRefused()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var store = new PostgresUnderTest(database))
        {
            await store.CommitAsync("somebody");
        }

        await _silo.TakeAsync(Note("c-1", "1"));
        await _silo.StopAsync();
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => MoveAsync(_silo.Folder, database));
        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Move_FailingInTheMiddle_LeavesTheDatabaseEmptyAndCanBeDoneAgain()
    {
        var database = await postgres.NewDatabaseAsync();
        await _silo.TakeAsync(Note("c-1", "1", "mail.wanted"), Note("c-2", "2"));
        await _silo.StopAsync();
        Run("UPDATE outbox SET status = 100000");
        await Assert.ThrowsAsync<OverflowException>(() => MoveAsync(_silo.Folder, database));
        Assert.Equal(0L, await Waits.ScalarAsync<long>(database, "SELECT (SELECT count(*) FROM customers) + (SELECT count(*) FROM history)"));

        Run("UPDATE outbox SET status = 4");
        var moved = await MoveAsync(_silo.Folder, database);
        Assert.Equal(2, moved.Tables.Single(t => t.Name == "customers").Rows);
        Assert.Equal(2, moved.Sums.Single(s => s.Name == "applied").Value);

        // And not a second time.
        await Assert.ThrowsAsync<StoreRefusedException>(() => MoveAsync(_silo.Folder, database));
    }

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_silo.Folder, SqliteDatabase.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
