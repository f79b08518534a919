using System.Collections.Immutable;
using CxOrchestrator.Definitions.Forms;
using CxOrchestrator.Definitions.Lexicons;
using CxOrchestrator.Definitions.Policies;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Segments;
using CxOrchestrator.Definitions.Sources;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Connections.Sources;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Forms;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions;

/// <summary>A set of documents while it is read.</summary>
internal sealed partial class SetReading(Func<string, string, int>? versions, int setVersion, bool published)
{
    /// <summary>Most texts that a warning names.</summary>
    private const int MissingShownMax = 5;

    private static readonly ImmutableArray<string> Kinds = ["journey", "segment", "policy", "template", "form", "connection", "provider", "source", "settings", "guardrails", "lexicon"];

    private readonly Problems _problems = new();
    private readonly References _references = new();
    private readonly SegmentGraph _graph = new();
    private readonly PolicyCycles _cycles = new();
    private readonly Dictionary<(string Kind, string Id), (SourceFile File, Place Place)> _declared = [];
    private readonly Dictionary<(string Kind, string Id), string> _idsByCapitals = [];
    private readonly Dictionary<string, JourneyDefinition?> _journeysById = new(StringComparer.Ordinal);
    private readonly List<ReadDocument> _documents = [];
    private readonly List<JourneyDefinition> _journeys = [];
    private readonly List<SegmentDefinition> _segments = [];
    private readonly List<TemplateDefinition> _templates = [];
    private readonly List<FormDefinition> _forms = [];
    private readonly List<ConnectionDefinition> _connections = [];
    private readonly List<ProviderDefinition> _providers = [];
    private readonly List<SourceDefinition> _sources = [];
    private readonly List<SourceConnection> _sourceConnections = [];
    private readonly HashSet<string> _lists = new(StringComparer.Ordinal);
    private readonly List<PolicyDefinition> _policies = [];
    private readonly Dictionary<string, (SourceFile File, Place Place)> _categories = new(StringComparer.Ordinal);
    private ExperienceSettings? _settings;
    private GuardrailSettings? _guardrails;
    private Lexicon? _lexicon;
    private bool _unreadable;

    public ReadResult Read(IEnumerable<DocumentSource> sources)
    {
        var order = 0;
        var count = 0;
        foreach (var source in sources)
        {
            var file = new SourceFile(source, order++, _problems, _references);
            if (order > DefinitionReader.DocumentsMax)
            {
                file.Error(Place.Start, $"more than {DefinitionReader.DocumentsMax:N0} files; put several documents in one file, parted by ---");
                break;
            }

            if (!TakeFile(file, ref count))
            {
                break;
            }
        }

        // A document without a kind or an id may be the very one that others name.
        if (!_unreadable)
        {
            _references.Check(
                _journeysById,
                Declared("segment"),
                _lists,
                Declared("template"),
                _templates.Where(t => t.Languages.Any(l => l.Text.Names.Concat(l.Subject?.Names ?? []).Any(n => n.Root == FieldRoot.Offer))).Select(t => t.Id).ToHashSet(StringComparer.Ordinal),
                _forms,
                Declared("form"),
                (_guardrails?.Groups ?? []).Select(g => g.Id).ToHashSet(StringComparer.Ordinal),
                (_guardrails?.Queues ?? []).Where(q => q.ReplyTo is not null).Select(q => q.Queue).ToHashSet(StringComparer.Ordinal));
        }

        _graph.Check();
        if (!published && !_problems.Any)
        {
            // Of documents that are whole: what is half read may be anything.
            _cycles.Check(_journeys);
            CheckCounters();
        }

        return new ReadResult(_problems.Any ? null : Set(), [.. _documents], _problems.InOrder()) { Warnings = published || _problems.Any ? [] : Warnings() };
    }

    private ImmutableArray<DocumentError> Warnings() =>
    [
        .. _problems.WarningsInOrder().Concat(
           from policy in _policies
           let missing = UnsubscribeCheck.Missing(policy, id => _templates.Find(t => t.Id == id)).ToList()
           where missing.Count > 0
           let at = _categories[policy.Id]
           select new DocumentError(
               Characters.Shown(at.File.Name), at.Place.Line, at.Place.Column,
               $"an e-mail of this promotion has no link to unsubscribe: {string.Join(", ", missing.Take(MissingShownMax))}; write {{{{ unsubscribe }}}} or {{{{ preferences }}}} into its template, or {{unsubscribe}} into the policy's text")).Concat(
           from policy in _policies
           from warning in SmsCheck.Of(policy, id => _templates.Find(t => t.Id == id))
           let at = _categories[policy.Id]
           select new DocumentError(Characters.Shown(at.File.Name), at.Place.Line, at.Place.Column, warning)).Take(ReadResult.WarningsMax),
    ];

    private void CheckCounters()
    {
        if (CounterNeeds.Beyond(Set()) is { } beyond)
        {
            var (file, place) = _declared[(beyond.Kind, beyond.Id)];
            file.Error(
                place,
                $"with the {beyond.Kind} '{Fields.Short(beyond.Id)}' counts, sums and other looks back over time need {beyond.Bytes:N0} bytes of every customer's state, and {CounterNeeds.BytesMax:N0} is the most; "
                    + "look back at fewer kinds of touchpoints, ask for lower counts, or share one condition in a segment");
        }
    }

    private DefinitionSet Set() => new()
    {
        Version = setVersion,
        Journeys = [.. _journeys],
        Segments = [.. _segments],
        Policies = [.. _policies],
        Templates = [.. _templates],
        Forms = [.. _forms],
        Connections = [.. _connections],
        Providers = [.. _providers],
        Sources = [.. _sources],
        SourceConnections = [.. _sourceConnections],
        Experience = _settings ?? ExperienceSettings.Default,
        Guardrails = _guardrails ?? GuardrailSettings.Default,
        Lexicon = _lexicon,
    };

    private bool TakeFile(SourceFile file, ref int count)
    {
        if (file.Text.Length > DefinitionReader.FileBytesMax || System.Text.Encoding.UTF8.GetByteCount(file.Text) > DefinitionReader.FileBytesMax)
        {
            file.Error(Place.Start, $"larger than {DefinitionReader.FileBytesMax / (1 << 20)} MiB; part it into several files");
            _unreadable = true;
            return true;
        }

        if (Characters.FirstUnfit(file.Text) is { } unfit)
        {
            file.Error(unfit.Place, $"an invisible character ({unfit.Code}) that no document may have; remove it");
            _unreadable = true;
            return true;
        }

        foreach (var slice in Slice.Of(file.Text))
        {
            var reading = NodeReader.Read(slice);
            foreach (var (place, message) in reading.Errors)
            {
                file.Error(place, message);
            }

            if (reading.Root is null && reading.Complete)
            {
                continue;
            }

            if (++count > DefinitionReader.DocumentsMax)
            {
                file.Error(new Place(slice.FirstLine, 1), $"more than {DefinitionReader.DocumentsMax:N0} documents; remove some");
                return false;
            }

            TakeDocument(file, slice, reading);
        }

        return true;
    }

    private void TakeDocument(SourceFile file, Slice slice, NodeReading reading)
    {
        if (!reading.Complete)
        {
            TakeUnfinished(file, reading.Root);
            return;
        }

        if (reading.Root is not MapNode map)
        {
            file.Error(reading.Root!.Place, "a document is a group of fields and begins with its kind, like 'kind: journey'");
            _unreadable = true;
            return;
        }

        if (map.Entries.FirstOrDefault(e => e.Key.Value == "kind") is not { Key: not null } entry)
        {
            file.Error(map.Place, $"'kind' is missing; begin the document with kind: {string.Join(", ", Kinds[..^1])} or {Kinds[^1]}");
            _unreadable = true;
            return;
        }

        switch ((entry.Value as TextNode)?.Value)
        {
            case "journey" when Open(Shape.Journey) is { } fields:
                Journey(fields, slice);
                break;
            case "segment" when Open(Shape.Segment) is { } fields:
                Segment(fields, slice);
                break;
            case "policy" when Open(Shape.Policy) is { } fields:
                Policy(fields, slice);
                break;
            case "template" when Open(Shape.Template) is { } fields:
                Template(fields, slice);
                break;
            case "form" when Open(FormShapes.Form) is { } fields:
                Form(fields, slice);
                break;
            case "provider" when Open(ProviderShapes.Provider) is { } fields:
                Provider(fields, slice);
                break;
            case "source" when Open(SourceShapes.Source) is { } fields:
                Source(fields, slice);
                break;
            case "settings" when Open(Shape.Settings) is { } fields:
                Settings(fields, slice);
                break;
            case "guardrails" when Open(Shape.Guardrails) is { } fields:
                Guardrails(fields, slice);
                break;
            case "lexicon" when Open(LexiconShapes.Lexicon) is { } fields:
                TakeLexicon(fields, slice);
                break;
            case "connection" when Open(Shape.Connection) is { } fields:
                Connection(fields, slice);
                break;
            case var kind:
                var near = Spelling.Suggest(kind ?? "", Kinds);
                file.Error(entry.Value.Place, $"unknown kind{(string.IsNullOrEmpty(kind) ? "" : $" '{Fields.Short(kind)}'")}{(near.Length > 0 ? near : $"; there are {string.Join(", ", Kinds)}")}");
                _unreadable = true;
                break;
        }

        Fields? Open(Shape shape) => Fields.Open(file, map, shape);
    }

    // What could be parsed tells at least what it is, so that those who name it are not blamed.
    private void TakeUnfinished(SourceFile file, Node? root)
    {
        string? Value(string name) => (root as MapNode)?.Entries.FirstOrDefault(e => e.Key?.Value == name).Value is TextNode { IsEmpty: false } text ? text.Value : null;
        if (Value("kind") is { } kind && Value("id") is { } id && Kinds.Contains(kind))
        {
            if (_declared.TryAdd((kind, id), (file, root!.Place)) && kind == "journey")
            {
                _journeysById.TryAdd(id, null);
            }
        }
        else
        {
            _unreadable = true;
        }
    }

    private int Version(string kind, string id) => versions?.Invoke(kind, id) ?? 0;

    private void Document(Fields fields, Slice slice, string kind, string id, string name, bool enabled = true) =>
        _documents.Add(new ReadDocument(kind, id, name, enabled, new DocumentSource(fields.File.Name, slice.Text)));
}
