using CxOrchestrator.Rules.Identities;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Identities;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Silo.Tests.Identities;

/// <summary>Owners that were asked for lately: only where there is nothing to claim, and not for long.</summary>
public sealed class OwnerCacheTests : IDisposable
{
    private static readonly CustomerIdentity Email = new("email", "a@b.de"), Phone = new("phone", "+4930"), Cookie = new("cookie", "k");

    private readonly FakeTimeProvider _clock = new();
    private readonly OwnerCache _cache;

    public OwnerCacheTests() => _cache = new OwnerCache(_clock);

    public void Dispose() => _cache.Dispose();

    private void Keep(CustomerIdentity identity, string? owner, bool shared = false) => _cache.Keep(identity, new KnownOwner(owner is null ? null : new CustomerId(owner), shared));

    [Fact]
    public void Find_AllKnown_IsTheOwnerOfTheSurestThatIsNotShared()
    {
        Keep(Email, "c-1");
        Keep(Phone, "c-2");
        Keep(Cookie, "c-3");

        Assert.Equal("c-1", _cache.Find([Cookie, Phone, Email])?.Value);
        Keep(Email, "c-1", shared: true);
        Assert.Equal("c-2", _cache.Find([Cookie, Phone, Email])?.Value);
    }

    [Fact]
    public void Find_OneUnknown_AsksTheStore()
    {
        Keep(Email, "c-1");
        Keep(Cookie, null);

        Assert.Null(_cache.Find([Email, Cookie]));
        Assert.Null(_cache.Find([]));
        Assert.NotNull(_cache.Find([Email]));
    }

    [Fact]
    public void Find_AfterItsAge_AsksTheStore()
    {
        Keep(Email, "c-1");
        _clock.Advance(OwnerCache.Age);
        Assert.NotNull(_cache.Find([Email]));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(_cache.Find([Email]));
    }

    [Fact]
    public void Keep_MoreThanTheBound_StaysWithinIt()
    {
        for (var i = 0; i < OwnerCache.Max + 1_000; i++)
        {
            Keep(new("crm", $"{i}"), "c-1");
        }

        Assert.True(Enumerable.Range(0, OwnerCache.Max + 1_000).Count(i => _cache.Find([new("crm", $"{i}")]) is not null) <= OwnerCache.Max);
    }
}
