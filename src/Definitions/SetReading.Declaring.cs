using CxOrchestrator.Definitions.Reading;

namespace CxOrchestrator.Definitions;

internal sealed partial class SetReading
{
    private HashSet<string> Declared(string kind) => _declared.Keys.Where(d => d.Kind == kind).Select(d => d.Id).ToHashSet(StringComparer.Ordinal);

    private void DeclareOnce(Fields fields, string kind)
    {
        if (!_declared.TryAdd((kind, kind), (fields.File, fields.Place)))
        {
            var (file, place) = _declared[(kind, kind)];
            fields.File.Error(fields.Place, $"{(kind == "lexicon" ? "a lexicon is" : $"{kind} are")} already defined in {file.Name} on line {place.Line}; keep one {kind} document");
        }
    }

    private string Declare(Fields fields, string kind)
    {
        var id = fields.Id();
        if (id.Length == 0)
        {
            _unreadable = true;
        }
        else if (!_declared.TryAdd((kind, id), (fields.File, fields.PlaceOf("id"))))
        {
            var (file, place) = _declared[(kind, id)];
            fields.File.Error(fields.PlaceOf("id"), $"the {kind} '{Fields.Short(id)}' is already defined in {file.Name} on line {place.Line}; give this one another id");
        }
        else if (!_idsByCapitals.TryAdd((kind, id.ToUpperInvariant()), id))
        {
            // Files, exports and people take the two for one.
            var other = _idsByCapitals[(kind, id.ToUpperInvariant())];
            var (file, place) = _declared[(kind, other)];
            fields.File.Error(
                fields.PlaceOf("id"), $"the {kind} '{Fields.Short(id)}' differs from '{Fields.Short(other)}' in {file.Name} on line {place.Line} only in its capitals; give this one another id");
        }

        return id;
    }
}
