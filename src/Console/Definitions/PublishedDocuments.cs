using CxOrchestrator.Api.Catalogue;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Console.Definitions.Editing;
using CxOrchestrator.Definitions;
using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions;

/// <summary>The texts of all published documents, read once for each version of the set; the editor checks against them.</summary>
internal sealed class PublishedDocuments(ApiClient api)
{
    /// <summary>Most documents that are read into the browser; a larger set is checked by the gateway.</summary>
    public const int DocumentsMax = 300;

    private const int AtOnce = 6;

    private int? _version;
    private Dictionary<(string Kind, string Id), DocumentSource> _documents = [];
    private Dictionary<(string Kind, string Id), DocumentTree> _trees = [];
    private CatalogueView? _catalogue;

    /// <summary>False: the set is too large for the browser.</summary>
    public bool IsWhole { get; private set; } = true;

    public Vocabulary Words { get; private set; } = Vocabulary.Empty;

    /// <summary>Why the last import was rejected; empty where it was accepted.</summary>
    public IReadOnlyList<DocumentProblem> ImportProblems { get; private set; } = [];

    /// <summary>Every document but one.</summary>
    public IEnumerable<DocumentSource> Others(string kind, string id) => _documents.Where(d => d.Key != (kind, id)).Select(d => d.Value);

    /// <summary>The values of a published document; null where it is not published, or was not read.</summary>
    public DocumentTree? Tree(string kind, string id)
    {
        if (!_trees.TryGetValue((kind, id), out var tree) && _documents.TryGetValue((kind, id), out var source))
        {
            _trees[(kind, id)] = tree = DocumentTree.Parse(source.Text);
        }

        return tree;
    }

    /// <summary>Reads what is new since the last time.</summary>
    public async Task LoadAsync()
    {
        var set = await api.DefinitionsAsync();
        ImportProblems = set.ImportProblems;
        if (set.Version == _version)
        {
            return;
        }

        IsWhole = set.Documents.Count <= DocumentsMax;
        var documents = new Dictionary<(string, string), DocumentSource>();
        foreach (var chunk in (IsWhole ? set.Documents : []).Chunk(AtOnce))
        {
            var texts = await Task.WhenAll(chunk.Select(d => api.DocumentAsync(d.Kind, d.Id)));
            foreach (var text in texts)
            {
                documents[(text.Kind, text.Id)] = new DocumentSource($"{text.Kind} {text.Id}", text.Text ?? "");
            }
        }

        _catalogue ??= await api.CatalogueAsync();
        (_documents, _trees, _version) = (documents, [], set.Version);
        Words = Vocabulary.Of(documents.Values, _catalogue, await api.KnownCodePoolsAsync());
    }
}
