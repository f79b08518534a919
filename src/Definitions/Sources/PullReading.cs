using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Definitions.Sources;

/// <summary>Reads how a source is asked for its events.</summary>
internal static class PullReading
{
    /// <summary>Most parameters of an address.</summary>
    public const int QueryMax = 30;

    /// <summary>Most calls in the time of a limit: as many times are stored.</summary>
    public const int CallsMax = 500;

    private static readonly TimeSpan EveryMin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan BackMax = TimeSpan.FromDays(366);

    /// <param name="scope">With the names of a page.</param>
    /// <param name="source">The document.</param>
    /// <param name="fields">Its <c>pull</c>.</param>
    public static SourcePull Read(ProviderScope scope, Fields source, Fields fields)
    {
        if (!source.Has("eventId"))
        {
            source.File.Error(fields.Place, "a source that is asked needs 'eventId': times overlap, and what comes twice is recognized by it");
        }

        if (fields.Has("within") != fields.Has("calls"))
        {
            fields.File.Error(fields.Place, "'calls' and 'within' belong together: how many calls, in what time");
        }

        var plain = new SourcePull { Request = RequestReading.Plain(scope, fields, idOnly: false) };
        return plain with
        {
            Query = RequestReading.Texts(scope, fields, "query", QueryMax),
            Auth = ProviderReading.Open(fields, "auth", ProviderShapes.Auth, required: false) is { } auth ? AuthReading.Read(scope, auth) : null,
            Every = fields.Duration("every", EveryMin, Day, plain.Every),
            Calls = fields.Whole("calls", 1, CallsMax, plain.Calls),
            Within = fields.Duration("within", EveryMin, Day, plain.Within),
            Back = fields.Duration("back", TimeSpan.Zero, BackMax, plain.Back),
            Overlap = fields.Duration("overlap", TimeSpan.Zero, Day, plain.Overlap),
            Next = scope.Query(fields, fields.Optional("next"), "next", ProviderScope.AnswerRoots),
        };
    }
}
