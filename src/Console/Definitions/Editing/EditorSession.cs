using CxOrchestrator.Definitions.Editing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A document while it is edited. The text is the truth; the form and the text view both change it, and undo goes over both.</summary>
public sealed class EditorSession
{
    /// <summary>Most steps that can be undone; the oldest are forgotten.</summary>
    public const int UndoMax = 200;

    private static readonly TimeSpan MergeWithin = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly LinkedList<string> _undo = new();
    private readonly Stack<string> _redo = new();
    private string? _lastPlace;
    private long _lastAt;

    /// <param name="kind">Kind of the document.</param>
    /// <param name="id">Its id.</param>
    /// <param name="text">The text as it is stored; empty: it is new.</param>
    /// <param name="clock">What is typed at a stretch is one step.</param>
    /// <param name="begin">Of a new document: what it begins with. Undo goes back to it and no further.</param>
    public EditorSession(string kind, string id, string text, TimeProvider clock, string? begin = null)
    {
        _clock = clock;
        Kind = kind;
        Id = id;
        Saved = Clean(text);
        Tree = DocumentTree.Parse(begin is null ? Saved : Clean(begin), DocumentCheck.File);
    }

    /// <summary>The text changed.</summary>
    public event Action? Changed;

    /// <summary>Fields that hold what was typed a moment ago write it now.</summary>
    public event Action? Flushing;

    public string Kind { get; }

    public string Id { get; }

    /// <summary>The text as it was saved last.</summary>
    public string Saved { get; private set; }

    public string Text => Tree.Text;

    public DocumentTree Tree { get; private set; }

    /// <summary>What is wrong with the text, as of the last check.</summary>
    public CheckedText Checked { get; set; } = CheckedText.None;

    /// <summary>Nothing may be changed here.</summary>
    public bool ReadOnly { get; set; }

    public bool Dirty => Text != Saved;

    public bool CanUndo => _undo.Count > 0;

    public bool CanRedo => _redo.Count > 0;

    public DocumentValue? At(DocumentPath path) => Tree.At(path);

    /// <summary>A single value as it reads; null where there is none.</summary>
    public string? TextAt(DocumentPath path) => At(path) is SingleValue { IsEmpty: false } single ? single.Text : null;

    /// <summary>Changes the document at some places; one step to undo.</summary>
    public void Edit(params IEnumerable<DocumentEdit> edits)
    {
        if (!Tree.IsReadable || ReadOnly)
        {
            return;
        }

        var (tree, place) = (Tree, "");
        foreach (var edit in edits)
        {
            tree = DocumentEditor.Apply(tree, edit);
            place = edit is SetValue ? edit.Path.ToString() : "";
        }

        Take(tree, place.Length > 0 ? place : null);
    }

    public void Set(DocumentPath path, DocumentValue value) => Edit(new SetValue { Path = path, Value = value, Order = FieldOrders.Of(path) });

    /// <summary>Sets what was chosen, not typed: a step of its own, however soon the next choice follows.</summary>
    public void Choose(DocumentPath path, DocumentValue value)
    {
        _lastPlace = null;
        Set(path, value);
        _lastPlace = null;
    }

    public void Remove(DocumentPath path) => Edit(new RemoveValue { Path = path });

    /// <summary>The text view's new text.</summary>
    public void Type(string text)
    {
        if (!ReadOnly)
        {
            Take(DocumentTree.Parse(Clean(text), DocumentCheck.File), "text view");
        }
    }

    /// <summary>Writes what fields still hold.</summary>
    public void Flush() => Flushing?.Invoke();

    public void Undo()
    {
        Flush();
        if (_undo.Last is { } last)
        {
            _undo.RemoveLast();
            _redo.Push(Text);
            Show(last.Value);
        }
    }

    public void Redo()
    {
        Flush();
        if (_redo.TryPop(out var next))
        {
            _undo.AddLast(Text);
            Show(next);
        }
    }

    /// <summary>The text was stored.</summary>
    public void MarkSaved(string text)
    {
        Saved = Clean(text);
        Changed?.Invoke();
    }

    /// <summary>Another text takes its place, as if it had been loaded; what was here can be had back by undo.</summary>
    public void Load(string text)
    {
        Saved = Clean(text);
        Take(DocumentTree.Parse(Saved, DocumentCheck.File), null);
        Changed?.Invoke();
    }

    private void Take(DocumentTree tree, string? place)
    {
        if (tree.Text == Text)
        {
            return;
        }

        // What is typed into one place at a stretch is one step.
        var merges = place is not null && place == _lastPlace && _clock.GetElapsedTime(_lastAt) < MergeWithin && _undo.Count > 0;
        if (!merges)
        {
            _undo.AddLast(Text);
            if (_undo.Count > UndoMax)
            {
                _undo.RemoveFirst();
            }
        }

        (_lastPlace, _lastAt) = (place, _clock.GetTimestamp());
        _redo.Clear();
        Tree = tree;
        Changed?.Invoke();
    }

    private void Show(string text)
    {
        _lastPlace = null;
        Tree = DocumentTree.Parse(text, DocumentCheck.File);
        Changed?.Invoke();
    }

    private static string Clean(string text) => text.ReplaceLineEndings("\n").TrimStart('\uFEFF');
}
