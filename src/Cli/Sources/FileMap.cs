using System.Text;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Files;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Cli.Sources;

/// <summary>Maps the rows of a file and writes their touchpoints; errors go to the errors, each with its row.</summary>
internal sealed class FileMap(TextWriter output, TextWriter errors)
{
    /// <summary>Most rows whose errors are written; the rest are counted.</summary>
    public const int ErrorsMax = 1_000;

    /// <summary>1 where the file cannot be read to its end, or no touchpoint comes of it.</summary>
    public async Task<int> RunAsync(SourceDefinition kind, string path, FileFormat format, IReadOnlyList<KeyValuePair<string, string>> settings, string? name, CancellationToken cancellationToken)
    {
        var mapper = new RowMapper(kind, settings, name ?? kind.Id, TimeProvider.System.GetUtcNow());
        var (rows, touchpoints, dropped, rejected) = (0L, 0L, 0L, 0L);
        string? problem = null;
        try
        {
            await using var stream = File.OpenRead(path);
            await using var file = await RecordFile.OpenAsync(stream, format, cancellationToken);
            while (await file.ReadAsync(cancellationToken) is { } row)
            {
                var mapped = mapper.Map(row);
                mapped = mapped with { Events = MappedCustomers.Presume(mapped.Events) };
                (rows, touchpoints, dropped) = (rows + 1, touchpoints + mapped.Touchpoints, dropped + mapped.Dropped);
                Write(mapped, rejected < ErrorsMax);
                rejected += mapped.Rejection is null ? 0 : 1;
            }
        }
        catch (FileUnreadableException unreadable)
        {
            problem = unreadable.Message;
        }

        if (problem is not null)
        {
            await errors.WriteLineAsync($"cx: {problem}");
        }

        await errors.WriteLineAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"cx: {rows:N0} rows, {touchpoints:N0} touchpoints, {dropped:N0} dropped, {rejected:N0} rejected."));
        return problem is null && touchpoints > 0 ? ExitCodes.Done : ExitCodes.Errors;
    }

    private void Write(MappedRow row, bool listed)
    {
        foreach (var touchpoint in row.Events.SelectMany(e => e.Touchpoints))
        {
            output.WriteLine(Encoding.UTF8.GetString(touchpoint.Body.Span));
            foreach (var note in touchpoint.Notes)
            {
                errors.WriteLine($"cx: row {row.Number}: {note}");
            }
        }

        if (row.Rejection is { } reason && listed)
        {
            errors.WriteLine($"cx: row {row.Number}: {reason}");
        }
    }
}
