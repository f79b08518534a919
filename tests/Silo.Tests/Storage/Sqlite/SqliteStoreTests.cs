using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Silo.Tests.Log.Suites;
using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

// The SQLite store keeps every promise of a store.

public sealed class SqliteCustomerStoreTests : CustomerStoreSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteCustomerRowsTests : CustomerRowsSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteLimitTests : LimitSuite
{
    private const string Limit = "budget:2026-03-03:p";

    protected override StoreUnderTest NewStore() => new SqliteUnderTest();

    [Fact]
    public async Task Commit_ThatFailsHalfway_TakesNothingAndWhatWasTakenOutlivesAReopening()
    {
        await Store.DecideAsync(Some.Action("a-1"));
        await Store.CommitAsync("c-2", c => c with { History = [Some.Entry(1, "t-1", "c-2")], Actions = [Some.Action("a-2", "c-2")] });
        var (_, version) = await Store.Customers.LoadFactsAsync(Some.Key(), None);
        await Store.CommitAsync("c-1", c => c with { Answers = [Some.Answer("a-1")], FactsVersion = version, Uses = [new LimitUse(Limit, 600, 1_000, Make.Day(1))] });

        // A sequence that the customer's history has already.
        await Assert.ThrowsAnyAsync<Exception>(() => Store.CommitAsync("c-2", c => c with
        {
            Answers = [Some.Answer("a-2")],
            FactsVersion = version,
            Uses = [new LimitUse(Limit, 400, 1_000, Make.Day(1))],
            History = [Some.Entry(1, "t-2", "c-2")],
        }));

        await Store.ReopenAsync();
        Assert.Equal(600, (await Store.Customers.LoadUsedAsync([Limit], None))[Limit]);
        Assert.Equal(ActionStatus.Decided, (await Store.ActionAsync("a-2")).Status);
    }
}

public sealed class SqliteTimerStoreTests : TimerStoreSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteOutboxTests : OutboxSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteCaseStoreTests : CaseStoreSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteDeadLetterTests : DeadLetterSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteDefinitionStoreTests : DefinitionStoreSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteLifeStoreTests : LifeStoreSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteAuditTests : AuditSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();

    protected override Task RunAsync(string sql) => ((SqliteUnderTest)Store).Database.WriteAsync(
        transaction =>
        {
            transaction.Session.Script(sql);
            return true;
        },
        None);
}

public sealed class SqlitePolicyFiguresTests : PolicyFiguresSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteReadModelTests : ReadModelSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteLedgerTests : LedgerSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();

    protected override StoreUnderTest NewStore(IReadOnlyDictionary<string, string?> settings) => new SqliteUnderTest { More = settings };
}

public sealed class SqliteFiguresTests : FiguresSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteRestartTests : RestartSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class EmbeddedTouchpointLogTests : TouchpointLogSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class EmbeddedLogReadingTests : LogReadingSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteBacktestTests : BacktestSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteCatalogueTests : CatalogueSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteCodeTests : CodeSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteScheduleTests : ScheduleSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteTestRecipientTests : TestRecipientSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteApiKeyTests : ApiKeySuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteSecondFactorTests : SecondFactorSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteSignInTriesTests : SignInTriesSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteDeliveryTests : DeliverySuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteWebhookEndpointTests : WebhookEndpointSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteInAppTests : InAppSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteImageTests : ImageSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteReturnMailboxTests : ReturnMailboxSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteSourcePullTests : SourcePullSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteWaitingDeliveryTests : WaitingDeliverySuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteSourceDeliveryTests : SourceDeliverySuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteFileImportTests : FileImportSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteIdentityTests : IdentitySuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteLinkTests : LinkSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteMergeTests : MergeSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}

public sealed class SqliteVoiceTests : VoiceSuite
{
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
}
