using CxOrchestrator.Silo.Tests.Storage;
using CxOrchestrator.Silo.Tests.Storage.Suites;
using CxOrchestrator.Storage.Postgres;

namespace CxOrchestrator.Silo.Tests.Postgres;

// The PostgreSQL store keeps every promise of a store.

public sealed class PostgresCustomerStoreTests(PostgresFixture postgres) : CustomerStoreSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresCustomerRowsTests(PostgresFixture postgres) : CustomerRowsSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresTimerStoreTests(PostgresFixture postgres) : TimerStoreSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresOutboxTests(PostgresFixture postgres) : OutboxSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresCaseStoreTests(PostgresFixture postgres) : CaseStoreSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresDeadLetterTests(PostgresFixture postgres) : DeadLetterSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresDefinitionStoreTests(PostgresFixture postgres) : DefinitionStoreSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresLifeStoreTests(PostgresFixture postgres) : LifeStoreSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresAuditTests(PostgresFixture postgres) : AuditSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());

    protected override Task RunAsync(string sql) =>
        ((PostgresUnderTest)Store).Database.RunAsync(connection => connection.ExecuteAsync(sql, [], None), None);
}

public sealed class PostgresPolicyFiguresTests(PostgresFixture postgres) : PolicyFiguresSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresReadModelTests(PostgresFixture postgres) : ReadModelSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresLimitTests(PostgresFixture postgres) : LimitSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresLedgerTests(PostgresFixture postgres) : LedgerSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());

    protected override StoreUnderTest NewStore(IReadOnlyDictionary<string, string?> settings) =>
        new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult()) { More = settings };

    protected override Task ReadToTheEndAsync(StoreUnderTest store) =>
        ((PostgresUnderTest)store).Database.RunAsync(connection => connection.ExecuteAsync("UPDATE log_progress SET position = received_to", [], None), None);
}

public sealed class PostgresFiguresTests(PostgresFixture postgres) : FiguresSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresRestartTests(PostgresFixture postgres) : RestartSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresBacktestTests(PostgresFixture postgres) : BacktestSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresScheduleTests(PostgresFixture postgres) : ScheduleSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresTestRecipientTests(PostgresFixture postgres) : TestRecipientSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresCodeTests(PostgresFixture postgres) : CodeSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresCatalogueTests(PostgresFixture postgres) : CatalogueSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresApiKeyTests(PostgresFixture postgres) : ApiKeySuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresSecondFactorTests(PostgresFixture postgres) : SecondFactorSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresSignInTriesTests(PostgresFixture postgres) : SignInTriesSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresWebhookEndpointTests(PostgresFixture postgres) : WebhookEndpointSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresDeliveryTests(PostgresFixture postgres) : DeliverySuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresInAppTests(PostgresFixture postgres) : InAppSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresImageTests(PostgresFixture postgres) : ImageSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresReturnMailboxTests(PostgresFixture postgres) : ReturnMailboxSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresSourcePullTests(PostgresFixture postgres) : SourcePullSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresWaitingDeliveryTests(PostgresFixture postgres) : WaitingDeliverySuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresSourceDeliveryTests(PostgresFixture postgres) : SourceDeliverySuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresFileImportTests(PostgresFixture postgres) : FileImportSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresIdentityTests(PostgresFixture postgres) : IdentitySuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresLinkTests(PostgresFixture postgres) : LinkSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresMergeTests(PostgresFixture postgres) : MergeSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}

public sealed class PostgresVoiceTests(PostgresFixture postgres) : VoiceSuite
{
    protected override StoreUnderTest NewStore() => new PostgresUnderTest(postgres.NewDatabaseAsync().GetAwaiter().GetResult());
}
