using CxOrchestrator.Silo.Tests.Log.Suites;
using CxOrchestrator.Silo.Tests.Storage.Suites;

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
    protected override StoreUnderTest NewStore() => new SqliteUnderTest();
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
