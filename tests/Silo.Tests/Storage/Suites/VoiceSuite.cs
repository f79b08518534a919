using System.Collections.Immutable;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage.Voice;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>What customers said: written with the touchpoint, counted, paged and corrected.</summary>
public abstract class VoiceSuite : StoreSuite
{
    private static readonly RemarkQuery All = new() { From = Make.Day(-100), To = Make.Day(100) };

    private IVoiceStore Voice => Store.Services.GetRequiredService<IVoiceStore>();

    private static StoredRemark Remark(long sequence, double day = 0, double? sentiment = -0.5, params string[] reasons) => new()
    {
        Sequence = sequence,
        At = Make.Day(day),
        ReceivedAt = Make.Day(day),
        Source = "shop",
        Id = $"r-{sequence}",
        Type = "review.submitted",
        Channel = "web",
        Journey = "order",
        Stage = "delivered",
        Sentiment = sentiment,
        Class = sentiment is { } value ? Math.Sign(value) : null,
        Score = "csat 2",
        Reasons = [.. reasons],
        Language = "en",
        Model = "en-1-x",
        Segments = ["gold", "vip"],
        Excerpt = $"remark {sequence}",
    };

    private Task<CommitResult> SayAsync(string customer, params StoredRemark[] remarks) => Store.CommitAsync(customer, c => c with { Remarks = [.. remarks] });

    private async Task<List<string>> IdsAsync(RemarkQuery query, RemarkOrder order = RemarkOrder.Newest, int limit = 10)
    {
        var (ids, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await Voice.ListAsync(query, order, cursor, limit, None);
            Assert.InRange(page.Items.Length, 0, limit);
            ids.AddRange(page.Items.Select(i => i.Remark.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        return ids;
    }

    [Fact]
    public async Task Commit_Remark_IsReadAsItWas()
    {
        var said = Remark(1, 0, -0.25, "late", "a|b 'ü'") with { Excerpt = "It was \0 late 🙁", At = Make.Day(0).AddTicks(12_345) };
        await SayAsync("c-1", said, Remark(2) with { Channel = null, Journey = null, Stage = null, Sentiment = null, Class = null, Score = null, Language = null, Model = null, Segments = [], Excerpt = null });

        var items = (await Voice.ListAsync(All, RemarkOrder.Newest, null, 10, None)).Items;

        var read = items.Single(i => i.Remark.Sequence == 1);
        Assert.Equal((Some.Key("c-1"), false), (read.Key, read.Corrected));
        Assert.Equal(["late", "a|b 'ü'"], read.Remark.Reasons);
        Assert.Equal(["gold", "vip"], read.Remark.Segments);
        Assert.StartsWith("It was ", read.Remark.Excerpt, StringComparison.Ordinal);
        Assert.Equal(
            (Make.Day(0).AddMilliseconds(1), "shop", "r-1", "review.submitted", "web", "order", "delivered", -0.25, -1, "csat 2", "en", "en-1-x"),
            (read.Remark.At, read.Remark.Source, read.Remark.Id, read.Remark.Type, read.Remark.Channel, read.Remark.Journey, read.Remark.Stage, read.Remark.Sentiment, read.Remark.Class, read.Remark.Score, read.Remark.Language, read.Remark.Model));
        var bare = items.Single(i => i.Remark.Sequence == 2).Remark;
        Assert.Equal((null, null, null, null, null, null, null, null), (bare.Channel, bare.Journey, bare.Stage, bare.Sentiment, bare.Class, bare.Score, bare.Language, bare.Excerpt));
        Assert.Empty(bare.Segments);
    }

    [Fact]
    public async Task Commit_RefusedAsAConflict_WritesNoRemark()
    {
        await SayAsync("c-1", Remark(1));
        await Store.CommitAsync("c-1", c => c with { ExpectedVersion = 0, Remarks = [Remark(2)] });

        Assert.Equal(["r-1"], await IdsAsync(All));
    }

    [Fact]
    public async Task Commit_ListsTooLongForAnIndex_KeepsWhatFits()
    {
        ImmutableArray<string> reasons = [.. Enumerable.Range(0, 10).Select(i => new string('界', 99) + i)];
        await SayAsync("c-1", Remark(1) with { Reasons = reasons, Segments = [.. Enumerable.Range(0, 200).Select(i => $"segment-{i:0000}-of-many")], Channel = new string('é', 200) });

        var remark = (await Voice.ListAsync(All, RemarkOrder.Newest, null, 10, None)).Items.Single().Remark;
        Assert.Equal(reasons[..2], remark.Reasons);
        Assert.Equal(new string('é', 100), remark.Channel);
        Assert.InRange(remark.Segments.Length, 30, 50);
    }

    [Fact]
    public async Task List_Pages_GoThroughEachRemarkOnce()
    {
        await SayAsync("c-1", [.. Enumerable.Range(1, 7).Select(i => Remark(i, i / 3, i % 2 == 0 ? -0.5 : -0.1 * i))]);
        await SayAsync("c-2", Remark(8, 1) with { Sentiment = null, Class = null });

        // Of one moment, those stored later first.
        Assert.Equal(["r-7", "r-6", "r-8", "r-5", "r-4", "r-3", "r-2", "r-1"], await IdsAsync(All, limit: 3));
        Assert.Equal(["r-7", "r-2", "r-4", "r-5", "r-6", "r-3", "r-1"], await IdsAsync(All, RemarkOrder.MostNegative, limit: 2));
        await Assert.ThrowsAsync<ArgumentException>("cursor", () => Voice.ListAsync(All, RemarkOrder.Newest, "s1.1", 10, None));
        await Assert.ThrowsAsync<ArgumentException>("cursor", () => Voice.ListAsync(All, RemarkOrder.MostNegative, "s7ff8000000000000.1", 10, None));
    }

    [Fact]
    public async Task List_Filters_LeaveOutTheOthers()
    {
        await SayAsync("c-1", Remark(1, 0, -0.5, "late", "rude"), Remark(2, 1, 0.5, "price") with { Channel = "email", Language = "pt" }, Remark(3, 2, 0, "later") with { Journey = "care", Stage = "open", Segments = ["silver"], Excerpt = null });

        Assert.Equal(["r-1"], await IdsAsync(All with { Reason = "late" }));
        Assert.Equal(["r-2"], await IdsAsync(All with { Channel = "email" }));
        Assert.Equal(["r-3"], await IdsAsync(All with { Journey = "care", Stage = "open" }));
        Assert.Equal(["r-3"], await IdsAsync(All with { Segment = "silver" }));
        Assert.Equal(["r-2"], await IdsAsync(All with { Language = "pt" }));
        Assert.Equal(["r-1"], await IdsAsync(All with { Class = -1 }));
        Assert.Equal(["r-2", "r-1"], await IdsAsync(All with { Texts = true }));
        Assert.Equal(["r-2"], await IdsAsync(All with { From = Make.Day(1), To = Make.Day(2) }));
        Assert.Empty(await IdsAsync(All with { Reason = "lat" }));
    }

    [Fact]
    public async Task Count_Groupings_AddUp()
    {
        await SayAsync("c-1", Remark(1, 0, -0.5, "late"), Remark(2, 0.2, -0.7, "late"), Remark(3, 1, 0.5), Remark(4, 1, null) with { Channel = null });

        var days = await Voice.CountAsync(All, RemarkGrouping.Day, None);
        var late = days.Single(d => d.Reasons.SequenceEqual(["late"]));
        Assert.Equal((2L, 2L, 0L, 2L, -1.2), (late.Count, late.Negative, late.Positive, late.Read, Math.Round(late.SentimentSum, 6)));
        Assert.Equal((Make.Day(0) - DateTimeOffset.UnixEpoch).Days.ToString(System.Globalization.CultureInfo.InvariantCulture), late.Group);
        var other = days.Single(d => d.Reasons.IsEmpty);
        Assert.Equal((2L, 0L, 1L, 1L), (other.Count, other.Negative, other.Positive, other.Read));
        Assert.Equal([("", 1L), ("web", 3L)], await SumsAsync(RemarkGrouping.Channel));
        Assert.Equal([("order\ndelivered", 4L)], await SumsAsync(RemarkGrouping.Stage));
        Assert.Equal([("\ngold\nvip\n", 4L)], await SumsAsync(RemarkGrouping.Segments));
        Assert.Equal([("en", 4L)], await SumsAsync(RemarkGrouping.Language));
        Assert.Equal(Make.Day(0), await Voice.FirstAsync(None));

        async Task<List<(string, long)>> SumsAsync(RemarkGrouping by) =>
            [.. (await Voice.CountAsync(All, by, None)).GroupBy(c => c.Group).Select(g => (g.Key, g.Sum(c => c.Count))).OrderBy(g => g.Key, StringComparer.Ordinal)];
    }

    [Fact]
    public async Task First_OfNothing_IsNull() => Assert.Null(await Voice.FirstAsync(None));

    [Fact]
    public async Task Correct_Remark_ShowsItSoAndKeepsWhatWasRead()
    {
        await SayAsync("c-1", Remark(1, 0, -0.5, "late"), Remark(2));
        Assert.Null(await Voice.CorrectAsync(Some.Key("c-1"), 3, Correction(1), None));
        Assert.Null(await Voice.CorrectAsync(Some.Key("c-2"), 1, Correction(1), None));

        await Voice.CorrectAsync(Some.Key("c-1"), 1, Correction(0, "price"), None);
        var shown = await Voice.CorrectAsync(Some.Key("c-1"), 1, Correction(1), None);

        Assert.Equal((1, true, -0.5), (shown!.Remark.Class, shown.Corrected, shown.Remark.Sentiment));
        Assert.Empty(shown.Remark.Reasons);
        var kept = Assert.Single((await Voice.CorrectionsAsync(null, 10, None)).Items);
        Assert.Equal((1, -1, "remark 1", "en", "en-1-x", "eve", Make.Day(3)), (kept.Class, kept.ReadClass, kept.Text, kept.Language, kept.Model, kept.By, kept.At));
        Assert.Equal(["late"], kept.ReadReasons);
        Assert.Equal((Some.Key("c-1"), 1L), (kept.Key, kept.Sequence));
        Assert.Equal(1, (await Voice.CountAsync(All, RemarkGrouping.Day, None)).Sum(c => c.Positive));
    }

    [Fact]
    public async Task Corrections_Pages_AreNewestFirst()
    {
        await SayAsync("c-1", Remark(1), Remark(2), Remark(3));
        foreach (var sequence in (long[])[2, 1, 3])
        {
            await Voice.CorrectAsync(Some.Key("c-1"), sequence, Correction(1), None);
        }

        var page = await Voice.CorrectionsAsync(null, 2, None);

        Assert.Equal([3L, 1L], page.Items.Select(i => i.Sequence));
        Assert.Equal([2L], (await Voice.CorrectionsAsync(page.Next, 2, None)).Items.Select(i => i.Sequence));
        Assert.Equal(3, (await Voice.CorrectionsOfAsync(Some.Key("c-1"), null, 9, None)).Items.Length);
        Assert.Empty((await Voice.CorrectionsOfAsync(Some.Key("c-2"), null, 9, None)).Items);
    }

    private static NewCorrection Correction(int @class, params string[] reasons) => new() { Class = @class, Reasons = [.. reasons], By = "eve", At = Make.Day(3) };
}
