using System.Collections.Immutable;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>The errors of a set of files, in the order of files and places.</summary>
internal sealed class Problems
{
    /// <summary>Most errors that are reported at once; one more says that there are more.</summary>
    public const int Max = 1_000;

    private readonly List<(int File, Place Place, DocumentError Error)> _errors = [];
    private bool _more;

    public bool Any => _errors.Count > 0;

    public bool IsFull => _more;

    public void Add(int file, string name, Place place, string message)
    {
        // Words of a document stand in messages, and messages stand in terminals and logs.
        (name, message) = (Characters.Shown(name), Characters.Shown(message));
        if (_errors.Count >= Max)
        {
            if (!_more)
            {
                _more = true;
                _errors.Add((int.MaxValue, place, new DocumentError(name, place.Line, place.Column, $"and more; fix these {Max:N0} errors first")));
            }
        }
        else if (!_more)
        {
            _errors.Add((file, place, new DocumentError(name, place.Line, place.Column, message)));
        }
    }

    public ImmutableArray<DocumentError> InOrder() =>
        [.. _errors.OrderBy(e => e.File).ThenBy(e => e.Place).Select(e => e.Error).Distinct()];
}
