using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Sqlite;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Log.Embedded;

/// <summary>What came of a source, and how far it was read: one is never there without the other.</summary>
public sealed class EmbeddedSourcePagesTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly SqliteUnderTest _store = new();

    private ISourcePages Pages => _store.Services.GetRequiredService<ISourcePages>();

    private ISourcePulls Pulls => _store.Services.GetRequiredService<ISourcePulls>();

    public async ValueTask InitializeAsync() => Assert.NotNull(await Pulls.LeaseAsync("buzz", "one", Lease, None));

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private Task<bool> StoreAsync(string reader, string cursor, params string[] ids) => Pages.StoreAsync("buzz", reader, [.. ids.Select(i => Some.Item(i))], cursor, Lease, None);

    private async Task<(long Received, string? Cursor)> StoredAsync() => ((await _store.LedgerAsync()).Received, Assert.Single(await Pulls.ListAsync(None)).Cursor);

    [Fact]
    public async Task Store_Page_HasTouchpointsAndCursor()
    {
        Assert.True(await StoreAsync("one", "page 2", "t-1", "t-2"));
        Assert.True(await StoreAsync("one", "page 3"));
        await _store.ReopenAsync();

        Assert.Equal((2, "page 3"), await StoredAsync());
    }

    [Fact]
    public async Task Store_WhereAnotherReads_HasNeither()
    {
        await StoreAsync("one", "page 2", "t-1");

        Assert.False(await StoreAsync("two", "page 3", "t-2"));
        Assert.False(await StoreAsync("two", "page 3"));

        Assert.Equal((1, "page 2"), await StoredAsync());
    }

    [Theory]
    [InlineData("INSERT ON log_records")]
    [InlineData("UPDATE OF cursor ON source_pulls")]
    public async Task Store_OneOfTheTwoFails_HasNeither(string failing)
    {
        await StoreAsync("one", "page 2", "t-1");
        await RunAsync($"CREATE TRIGGER fails BEFORE {failing} BEGIN SELECT RAISE(ABORT, 'It fails.'); END");

        await Assert.ThrowsAnyAsync<Exception>(() => StoreAsync("one", "page 3", "t-2"));
        Assert.Equal((1, "page 2"), await StoredAsync());

        await RunAsync("DROP TRIGGER fails");
        Assert.True(await StoreAsync("one", "page 3", "t-2"));
        Assert.Equal((2, "page 3"), await StoredAsync());
    }

    private Task<bool> RunAsync(string sql) => _store.Database.WriteAsync(
        transaction =>
        {
            transaction.Session.Run(sql);
            return true;
        },
        None);
}
