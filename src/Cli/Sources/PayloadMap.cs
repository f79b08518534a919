using System.Text;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Cli.Sources;

/// <summary>Maps a payload and writes its touchpoints; what became of the other events goes to the errors.</summary>
internal sealed class PayloadMap(TextWriter output, TextWriter errors)
{
    /// <summary>1 where the kind or the payload cannot be read, or no touchpoint comes of it.</summary>
    public int Run(PayloadMapOptions options)
    {
        if (KindReading.Of(options.Kind, errors) is not { } kind)
        {
            return ExitCodes.Errors;
        }

        var recorded = RecordedDelivery.Of(options.Payload, options.Headers);
        if (SourceTrial.Map(kind, recorded, RecordedDelivery.Enriched(options.Payload), options.Settings, options.Source ?? kind.Id, TimeProvider.System.GetUtcNow(), out var problem) is not { } events)
        {
            errors.WriteLine($"cx: {problem}");
            return ExitCodes.Errors;
        }

        foreach (var item in events)
        {
            Write(item);
        }

        if (events.IsEmpty)
        {
            errors.WriteLine("cx: there are no events in it.");
        }

        return events.Any(e => !e.Touchpoints.IsEmpty) ? ExitCodes.Done : ExitCodes.Errors;
    }

    private void Write(MappedEvent item)
    {
        foreach (var touchpoint in item.Touchpoints)
        {
            output.WriteLine(Encoding.UTF8.GetString(touchpoint.Body.Span));
            foreach (var note in touchpoint.Notes)
            {
                errors.WriteLine($"cx: {item.Word}: {note}");
            }
        }

        if (item.Reason is { } reason)
        {
            errors.WriteLine($"cx: {(item.Word.Length > 0 ? item.Word : "an event without a type")}: {(item.Outcome == EventOutcome.Dropped ? "dropped" : "unmapped")}. {reason}");
        }
    }
}
