using CxOrchestrator.Api;
using CxOrchestrator.Api.Voice;
using CxOrchestrator.Definitions;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Voice;

/// <summary><c>POST /v1/voice/lexicon-preview</c>: a draft lexicon on recorded texts. Nothing is stored.</summary>
internal static class LexiconEndpoints
{
    /// <summary>Most texts, and apart most examples, that a preview reads.</summary>
    private const int TextsMax = 500;

    private const int ChangesMax = 50;
    private const int ErrorsMax = 20;
    private const int BytesMax = 4 << 20;

    public static void MapLexicon(this RouteGroupBuilder voice) => voice.MapPost("/lexicon-preview", PreviewAsync)
        .WithName("PreviewLexicon").WithSummary("Try a lexicon on recorded texts")
        .WithDescription("Reads the newest 500 texts, as far as they are kept for quotes, with the published lexicon and with this one, and says which differ. Nothing is stored.")
        .Accepts<LexiconTrial>("application/json").Produces<LexiconPreview>().Refuses(StatusCodes.Status413PayloadTooLarge);

    private static async Task<IResult> PreviewAsync(
        HttpContext context, RequestBodies bodies, IVoiceStore store, IDefinitions definitions, JourneyClock clock, CancellationToken cancellationToken)
    {
        using var body = bodies.Command(context, BytesMax);
        if (await bodies.ReadAsync(body, context.Request) is { } unread)
        {
            return unread;
        }

        var (request, wrong) = Bodies.Read(context.Request, body.Bytes, ApiJson.Default.LexiconTrial);
        if (request is null)
        {
            return wrong!;
        }

        var arguments = new Arguments();
        var draft = Read(arguments, request.Document);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var (before, after) = (SentimentTexts.Shared.Alone(definitions.Current.Set.Lexicon), SentimentTexts.Shared.Alone(draft));

        // Backwards through the index by time: however far back, it reads no more than the page.
        var texts = await store.ListAsync(new RemarkQuery { From = DateTimeOffset.UnixEpoch, To = clock.Now.AddDays(1), Texts = true }, RemarkOrder.Newest, null, TextsMax, cancellationToken);
        var changes = texts.Items.Select(t => Change(t, before, after)).OfType<LexiconChange>().ToList();
        var examples = (await store.CorrectionsAsync(null, TextsMax, cancellationToken)).Items.Where(c => c.Text is not null).ToList();
        return TypedResults.Json(
            new LexiconPreview
            {
                Texts = texts.Items.Length,
                Changed = changes.Count,
                Changes = [.. changes.DistinctBy(c => c.Text).Take(ChangesMax)],
                Examples = examples.Count,
                AgreedBefore = examples.Count(e => Agrees(e, before)),
                AgreedAfter = examples.Count(e => Agrees(e, after)),
            },
            ApiJson.Default.LexiconPreview);
    }

    private static Lexicon? Read(Arguments arguments, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var read = DefinitionReader.Read([new DocumentSource("draft.yaml", text)]);
        foreach (var error in read.Errors.Take(ErrorsMax))
        {
            arguments.Wrong("/document", $"Line {error.Line}, column {error.Column}: {error.Message}.");
        }

        if (read.Errors.IsEmpty && read.Set!.Lexicon is null)
        {
            arguments.Wrong("/document", "The text is not a lexicon. It begins with 'kind: lexicon'.");
        }

        return read.Set?.Lexicon;
    }

    private static LexiconChange? Change(NumberedRemark remark, ITextReader before, ITextReader after)
    {
        var (text, language) = (remark.Remark.Excerpt!, remark.Remark.Language);
        var (was, becomes) = (before.Read(text, language), after.Read(text, language));
        return was?.Sentiment == becomes?.Sentiment && (was?.Reasons ?? []).SequenceEqual(becomes?.Reasons ?? [])
            ? null
            : new LexiconChange { Customer = remark.Key.Customer.Value, Text = text, Before = View(was), After = View(becomes) };
    }

    private static bool Agrees(StoredCorrection example, ITextReader reader) =>
        reader.Read(example.Text!, example.Language) is { } reading && (int)SentimentClasses.Of(reading.Sentiment) == example.Class;

    private static LexiconReadingView View(TextReading? reading) => new()
    {
        Class = reading is null ? null : Names<SentimentClass>.Of(SentimentClasses.Of(reading.Sentiment)),
        Sentiment = reading?.Sentiment,
        Reasons = reading?.Reasons ?? [],
    };
}
