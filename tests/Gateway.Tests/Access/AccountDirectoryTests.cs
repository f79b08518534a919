using System.Collections.Immutable;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Access;

public sealed class AccountDirectoryTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    private static StoredAccount Stamped(string stamp) => new() { Name = "mara", DisplayName = "mara", Roles = [], Stamp = stamp };

    [Fact]
    public async Task Find_AccountChangedWhileItWasRead_IsReadAgain()
    {
        var store = new SlowStore();
        var accounts = new AccountDirectory(store, Options.Create(new AccessOptions()), new FakeTimeProvider());
        var before = accounts.FindAsync("mara", None);
        accounts.Forget("mara");
        store.Reads[0].SetResult(Stamped("old"));
        Assert.Equal("old", (await before)!.Stamp);

        var after = accounts.FindAsync("mara", None);
        store.Reads[1].SetResult(Stamped("new"));

        Assert.Equal("new", (await after)!.Stamp);
        Assert.Equal("new", (await accounts.FindAsync("mara", None))!.Stamp);
        Assert.Equal(2, store.Asked);
    }

    /// <summary>Each read ends when the test says so.</summary>
    private sealed class SlowStore : IAccountStore
    {
        public TaskCompletionSource<StoredAccount?>[] Reads { get; } = [new(), new()];

        public int Asked { get; private set; }

        public Task<StoredAccount?> GetAsync(string name, CancellationToken cancellationToken) => Reads[Asked++].Task;

        public Task<ImmutableArray<StoredAccount>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredAccount?> FindAsync(string subject, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoredAccount?> PutAsync(StoredAccount account, long replaces, AuditEntry entry, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task StampAsync(string name, string stamp, AuditEntry entry, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> PutSecondFactorAsync(string name, StoredSecondFactor? seen, StoredSecondFactor? replacement, string? stamp, AuditEntry? entry, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
