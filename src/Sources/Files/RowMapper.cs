using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Sources;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Sources.Files;

/// <summary>
/// Makes touchpoints of rows: each row is the body of a delivery. A row without an id has its content's, so that reading a file again changes nothing.
/// </summary>
/// <param name="source">The kind of source.</param>
/// <param name="settings">Of the connection.</param>
/// <param name="name">The source of the touchpoints: the connection's id.</param>
/// <param name="receivedAt">The time of rows that state none; the same for every reading of the file.</param>
public sealed class RowMapper(SourceDefinition source, IEnumerable<KeyValuePair<string, string>> settings, string name, DateTimeOffset receivedAt)
{
    private readonly CompiledSource _compiled = CompiledSource.Of(source);
    private readonly ImmutableDictionary<string, string> _settings = SourceSettings.Effective(source, settings);

    public MappedRow Map(FileRow row)
    {
        if (row.Json is not { } json)
        {
            return new MappedRow(row.Number, [], row.Problem);
        }

        var request = QueryDocument.Request("POST", [], [], [], json);
        return request.BodyIsText ? new MappedRow(row.Number, [], "The row is nested too deeply, or holds a number that cannot be read.")
            : SourceMapper.Map(_compiled, request, _settings, name, receivedAt) is { } events ? new MappedRow(row.Number, events, null)
            : new MappedRow(row.Number, [], $"The row has more than {SourceMapper.EventsMax:N0} events.");
    }
}
