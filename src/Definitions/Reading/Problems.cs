using System.Collections.Immutable;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Reading;

/// <summary>The errors and warnings of a set of files, in the order of files and places.</summary>
internal sealed class Problems
{
    /// <summary>Most errors that are reported at once; one more says that there are more.</summary>
    public const int Max = 1_000;

    private readonly List<(int File, Place Place, DocumentError Error)> _errors = [];
    private readonly List<(int File, Place Place, DocumentError Warning)> _warnings = [];
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

    /// <summary>Keeps the first <see cref="ReadResult.WarningsMax"/>; the others are of no use to people either.</summary>
    public void Warn(int file, string name, Place place, string message)
    {
        if (_warnings.Count < ReadResult.WarningsMax)
        {
            _warnings.Add((file, place, new DocumentError(Characters.Shown(name), place.Line, place.Column, Characters.Shown(message))));
        }
    }

    public IEnumerable<DocumentError> WarningsInOrder() => _warnings.OrderBy(w => w.File).ThenBy(w => w.Place).Select(w => w.Warning).Distinct();

    public ImmutableArray<DocumentError> InOrder() =>
        [.. _errors.OrderBy(e => e.File).ThenBy(e => e.Place).Select(e => e.Error).Distinct()];
}
