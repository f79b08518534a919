using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Enriching;

namespace CxOrchestrator.Sources.Tests.Enriching;

public sealed class EnrichCursorTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly SourceEnrichment Enrich = new() { Request = new RequestDefinition { Method = "GET", Url = "https://a.example/" }, Calls = 2, Within = TimeSpan.FromMinutes(1) };

    [Fact]
    public void NotBefore_LimitReached_IsWhenTheOldestCallLeavesIt()
    {
        var cursor = new EnrichCursor().Calling(Enrich, Now).Calling(Enrich, Now.AddSeconds(10));

        Assert.Equal(Now.AddMinutes(1), cursor.NotBefore(Enrich, Now.AddSeconds(20)));
        Assert.Null(cursor.NotBefore(Enrich, Now.AddMinutes(1)));
        Assert.Null(cursor.NotBefore(Enrich with { Calls = 0 }, Now.AddSeconds(20)));
    }

    [Fact]
    public void Answered_LateAnswer_CountsFromThen() =>
        Assert.Equal(Now.AddSeconds(90), new EnrichCursor().Calling(Enrich, Now).Calling(Enrich, Now).Answered(Now.AddSeconds(30)).NotBefore(Enrich with { Calls = 1 }, Now.AddSeconds(31)));

    [Fact]
    public void Failed_SeveralInARow_WaitsUntilOneSucceeds()
    {
        var cursor = new EnrichCursor();
        for (var failure = 1; failure < EnrichCursor.FailuresMax; failure++)
        {
            cursor = cursor.Failed(Now, null);
        }

        Assert.Null(cursor.NotBefore(Enrich, Now));
        cursor = cursor.Failed(Now, null);
        Assert.Equal(Now.AddSeconds(10), cursor.NotBefore(Enrich, Now));
        Assert.Equal(Now.AddSeconds(20), cursor.Failed(Now, null).NotBefore(Enrich, Now));
        Assert.Null(cursor.Answered(Now).NotBefore(Enrich, Now));
    }

    [Fact]
    public void Failed_WithRetryAfter_WaitsAtOnce()
    {
        var cursor = new EnrichCursor().Failed(Now, TimeSpan.FromMinutes(5));

        Assert.Equal(Now.AddMinutes(5), cursor.NotBefore(Enrich, Now));
        Assert.Equal(cursor.NotBefore(Enrich, Now), EnrichCursor.Read(cursor.Write()).NotBefore(Enrich, Now));
    }

    [Fact]
    public void Cache_BeyondItsBound_ForgetsTheOldest()
    {
        var cache = new EnrichCache();
        for (var answer = 0; answer <= EnrichCache.AnswersMax; answer++)
        {
            cache.Keep($"{answer}", "{}", Now.AddMinutes(1));
        }

        Assert.False(cache.TryGet("0", Now, out _));
        Assert.True(cache.TryGet("1", Now, out var text));
        Assert.Equal("{}", text);
        Assert.False(cache.TryGet("1", Now.AddMinutes(1), out _));
        cache.Keep("large", new string('x', (int)EnrichCache.LengthMax), Now.AddMinutes(1));
        Assert.False(cache.TryGet("2", Now, out _));
        cache.Keep("gone", null, Now.AddMinutes(1));
        Assert.True(cache.TryGet("gone", Now, out text));
        Assert.Null(text);
    }
}
