using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Contracts.Live;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Policies.Engines;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Sentiment;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Serialization;

namespace CxOrchestrator.Grains.Tests;

/// <summary>Texts are read once, when the touchpoint is applied, and what was read is a part of the stored input.</summary>
public class TextTests
{
    private static readonly CustomerKey Key = ClusterFixture.Key("c-1");
    private static readonly CompiledDefinitions Definitions = new(new DefinitionSet { Version = 1 });

    private readonly MemoryStore _store = new();
    private readonly CustomerCodec _codec = new(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>());
    private int _position;

    [Fact]
    public async Task Apply_Text_StoresWhatItSaysWithTheInput()
    {
        await ApplyAsync(SentimentTexts.Shared, "r-1", "my order is late and your driver was rude");

        var stored = TouchpointJson.ReadStored(Assert.Single(_store.History).Input.Span).Touchpoint!.Feedback!;
        Assert.InRange(stored.Sentiment!.Value, -1, -0.3);
        Assert.Contains("late", stored.Reasons);
        Assert.Contains("rude", stored.Reasons);
        Assert.Equal(SentimentReader.Load().Versions["en"], stored.Model);
        Assert.Equal("my order is late and your driver was rude", stored.Text);
    }

    [Fact]
    public async Task Apply_SentAgain_IsADuplicateThatDoesNotDiffer()
    {
        await ApplyAsync(new Model("en-1-old", -0.5), "r-1", "late");

        await ApplyAsync(new Model("en-1-new", 0.9), "r-1", "late");
        Assert.Equal((1, 0), Counted(c => c.Duplicate, c => c.Conflicting));
        await ApplyAsync(new Model("en-1-new", 0.9), "r-1", "early");
        Assert.Equal((2, 1), Counted(c => c.Duplicate, c => c.Conflicting));
    }

    [Fact]
    public async Task Apply_SentAgainInOneBatch_IsADuplicateThatDoesNotDiffer()
    {
        var model = new Model("en-1-new", 0.9);
        await Customer(model).ApplyAsync(new TouchpointBatch { Log = "log", Partition = 0, Items = [Item("r-1", "late"), Item("r-1", "late")] }, CancellationToken.None);

        Assert.Equal((1, 0), Counted(c => c.Duplicate, c => c.Conflicting));
    }

    [Fact]
    public async Task Refold_AfterTheModelChanged_GivesTheStoredState()
    {
        await ApplyAsync(new Model("en-1-old", -0.5), "r-1", "late");
        await ApplyAsync(new Model("en-1-new", 0.9), "r-2", "late");

        var refolding = new Refolding(Key.Customer);
        Assert.All(_store.History, entry => Assert.True(refolding.Take(entry, Definitions)));
        Assert.Equal(_store.Commits[^1].State.ToArray(), _codec.Encode(refolding.State).ToArray());
        Assert.Equal(["en-1-old", "en-1-new"], _store.History.Select(h => TouchpointJson.ReadStored(h.Input.Span).Touchpoint!.Feedback!.Model));
    }

    [Fact]
    public async Task Apply_TouchpointWithoutRoom_KeepsItsBytesAndStaysUnread()
    {
        var item = Item("r-1", "late", padding: true);
        Assert.InRange(item.Body.Length, TouchpointJson.BytesMax - 20, TouchpointJson.BytesMax);

        await Customer(new Model("en-1-new", 0.9)).ApplyAsync(new TouchpointBatch { Log = "log", Partition = 0, Items = [item] }, CancellationToken.None);

        Assert.Equal(item.Body.ToArray(), Assert.Single(_store.History).Input.ToArray());
    }

    [Fact]
    public void Reasons_OfThePacks_AreThoseThatAreOffered() => Assert.Equal(TextReasons.Known.Order(StringComparer.Ordinal), SentimentReader.Load().Reasons);

    [Fact]
    public void Languages_OfThePacks_AreThoseOfALexicon() => Assert.Equal(SentimentReader.Languages, TextLanguages.Known);

    [Fact]
    public async Task Refold_AfterAnotherLexicon_GivesTheStoredState()
    {
        var lexicon = new Lexicon { Version = "0a1b2c3d", Words = [new("en", "doorstep drama", -1)], Phrases = [new("en", "packaging", "crushed box")], Reasons = ["packaging"] };
        await ApplyAsync(SentimentTexts.Shared, "r-1", "such a doorstep drama with the crushed box");
        await ApplyAsync(SentimentTexts.Shared, "r-2", "such a doorstep drama with the crushed box", lexicon);

        var read = _store.History.Select(h => TouchpointJson.ReadStored(h.Input.Span).Touchpoint!.Feedback!).ToList();
        Assert.Equal($"{read[0].Model}+0a1b2c3d", read[1].Model);
        Assert.True(read[1].Sentiment < read[0].Sentiment);
        Assert.Contains("packaging", read[1].Reasons);
        var refolding = new Refolding(Key.Customer);
        Assert.All(_store.History, entry => Assert.True(refolding.Take(entry, Definitions)));
        var stored = _codec.Decode(_store.Commits[^1].State);
        Assert.Equal((stored.Mood, stored.Sequence, stored.Last), (refolding.State.Mood, refolding.State.Sequence, refolding.State.Last));
    }

    [Fact]
    public async Task Apply_Text_IsARemarkOnce()
    {
        await ApplyAsync(SentimentTexts.Shared, "r-1", "my order is late and your driver was rude");
        await ApplyAsync(SentimentTexts.Shared, "r-1", "my order is late and your driver was rude");

        var remark = Assert.Single(_store.Commits.SelectMany(c => c.Remarks));
        Assert.Equal((1, "r-1", "review", -1, "en", "my order is late and your driver was rude"), (remark.Sequence, remark.Id, remark.Type, remark.Class, remark.Language, remark.Excerpt));
        Assert.Contains("rude", remark.Reasons);
    }

    [Fact]
    public async Task Apply_ScoreAlone_IsNoRemark()
    {
        var touchpoint = Make.Touchpoint("review", Make.Day(1), "r-1", feedback: new Feedback { Csat = 1 });
        await Customer(SentimentTexts.Shared).ApplyAsync(
            new TouchpointBatch { Log = "log", Partition = 0, Items = [new LoggedTouchpoint { Position = 1, ReceivedAt = Make.Day(30), Touchpoint = touchpoint, Body = TouchpointJson.Write(touchpoint) }] }, CancellationToken.None);

        Assert.Empty(_store.Commits.SelectMany(c => c.Remarks));
    }

    private (long, long) Counted(Func<LedgerCount, long> first, Func<LedgerCount, long> second)
    {
        var counts = _store.Commits.SelectMany(c => c.Ledger).ToList();
        return (counts.Sum(first), counts.Sum(second));
    }

    // Another activation each time: what was applied is only in the store.
    private Task<BatchReceipt> ApplyAsync(ITextReader texts, string id, string text, Lexicon? lexicon = null) =>
        Customer(texts, lexicon).ApplyAsync(new TouchpointBatch { Log = "log", Partition = 0, Items = [Item(id, text)] }, CancellationToken.None);

    private LiveCustomer Customer(ITextReader texts, Lexicon? lexicon = null) => new(
        Key, _store, new Published(lexicon), _codec, new Unheard(), new FakeTimeProvider(Make.Day(30)), TimeProvider.System, new CustomerGrainOptions(), NullLogger.Instance, () => { }, texts: texts);

    private LoggedTouchpoint Item(string id, string text, bool padding = false)
    {
        var touchpoint = Make.Touchpoint("review", Make.Day(1), id, feedback: new Feedback { Text = text });
        for (var pad = 0; padding && TouchpointJson.Write(touchpoint).Length is var length && length < TouchpointJson.BytesMax - 20; pad++)
        {
            var name = $"p{pad}";
            touchpoint = touchpoint with
            {
                Attributes = AttributeSet.Of(touchpoint.Attributes.Values.Add(new NamedValue(name, Scalar.Of(new string('x', Math.Min(9_000, TouchpointJson.BytesMax - length - 12))))).ToList()),
            };
        }

        return new LoggedTouchpoint { Position = ++_position, ReceivedAt = Make.Day(30), Touchpoint = touchpoint, Body = TouchpointJson.Write(touchpoint) };
    }

    private sealed class Model(string version, double sentiment) : ITextReader
    {
        public TextReading? Read(string text, string? language) => new(sentiment, ["late"], version);
    }

    private sealed class Published(Lexicon? lexicon) : IDefinitions
    {
        public CompiledDefinitions Current { get; } = lexicon is null ? Definitions : new(Definitions.Set with { Lexicon = lexicon });
    }

    private sealed class Unheard : ICustomerEvents
    {
        public void Faulted(CompiledDefinitions definitions, PolicyFault fault)
        {
        }

        public void Changed(CustomerChange change)
        {
        }

        public void Changed(ActionChange change)
        {
        }

        public void Changed(CaseChange change)
        {
        }

        public void ActionsDecided(CustomerKey key, System.Collections.Immutable.ImmutableArray<string> actions)
        {
        }
    }
}
