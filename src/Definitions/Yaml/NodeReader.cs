using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CxOrchestrator.Definitions.Yaml;

/// <summary>What parsing a document came to. Root: null where it has no content.</summary>
/// <param name="Complete">False where an error ended the parsing: the root holds what stood before it.</param>
internal sealed record NodeReading(Node? Root, bool Complete, ImmutableArray<(Place Place, string Message)> Errors);

/// <summary>Parses one document into nodes with places. Anchors, aliases and tags are refused: no document grows beyond what was written.</summary>
internal sealed class NodeReader
{
    /// <summary>Deepest nesting of lists and groups.</summary>
    public const int DepthMax = 32;

    /// <summary>Most values, lists and groups in one document.</summary>
    public const int NodesMax = 100_000;

    private readonly Slice _slice;
    private readonly Parser _parser;
    private readonly ImmutableArray<(Place, string)>.Builder _errors = ImmutableArray.CreateBuilder<(Place, string)>();
    private readonly Stack<Open> _open = new();
    private Node? _root;
    private int _nodes;
    private bool _stopped;

    private NodeReader(Slice slice)
    {
        _slice = slice;
        _parser = new Parser(new StringReader(slice.Text));
    }

    /// <summary>A list or group whose end has not come yet.</summary>
    private sealed class Open(Place place, bool isMap)
    {
        private readonly ImmutableArray<Node>.Builder _items = ImmutableArray.CreateBuilder<Node>();

        public Place Place => place;

        public void Add(Node node)
        {
            // A group without braces in a list in brackets ([a: 1]) has no place of its own: it begins with its first name.
            if (place == default)
            {
                place = node.Place;
            }

            _items.Add(node);
        }

        public bool AwaitsKey => isMap && _items.Count % 2 == 0;

        public Node Close()
        {
            if (!isMap)
            {
                return new ListNode(place, _items.DrainToImmutable());
            }

            var entries = ImmutableArray.CreateBuilder<MapEntry>(_items.Count / 2);
            for (var i = 0; i + 1 < _items.Count; i += 2)
            {
                if (_items[i] is TextNode key)
                {
                    entries.Add(new MapEntry(key, _items[i + 1]));
                }
            }

            return new MapNode(place, entries.DrainToImmutable());
        }
    }

    public static NodeReading Read(Slice slice) => new NodeReader(slice).Read();

    private NodeReading Read()
    {
        try
        {
            while (!_stopped && _parser.MoveNext())
            {
                Take(_parser.Current!);
            }
        }
        catch (YamlException exception)
        {
            var (place, message) = SyntaxMessages.Of(exception, _slice);
            Stop(place, message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser meets some unfinished lists and groups ("[1, 2" and a new line) this way.
            Stop(_open.TryPeek(out var innermost) ? innermost.Place : new Place(_slice.FirstLine, 1), SyntaxMessages.Unfinished);
        }

        // What was open when the parsing stopped still tells the kind and the id.
        while (_open.TryPop(out var open))
        {
            Put(open.Close());
        }

        return new NodeReading(_root, !_stopped, _errors.DrainToImmutable());
    }

    private void Take(ParsingEvent @event)
    {
        switch (@event)
        {
            case DocumentStart start when _root is not null:
                Stop(PlaceOf(start.Start), "a second document begins here; part documents with a line of three dashes (---)");
                break;
            case AnchorAlias alias:
                Error(PlaceOf(alias.Start), $"aliases (*{alias.Value}) are not read; write the value out");
                Put(new BrokenNode(PlaceOf(alias.Start)));
                break;
            case Scalar scalar:
                Decorations(scalar);
                Put(TextOf(scalar));
                break;
            case MappingStart or SequenceStart:
                Decorations((NodeEvent)@event);
                Begin(@event.Start.Index == 0 && _open.Count > 0 ? default : PlaceOf(@event.Start), @event is MappingStart);
                break;
            case MappingEnd or SequenceEnd:
                Put(_open.Pop().Close());
                break;
        }
    }

    private void Begin(Place place, bool isMap)
    {
        if (_open.Count >= DepthMax)
        {
            Stop(place, $"nested deeper than {DepthMax} levels; make it flatter, or name a part of it as a segment");
            return;
        }

        if (_open.TryPeek(out var outer) && outer.AwaitsKey)
        {
            Error(place, "a field's name must be a plain word, not a list or a group; texts with braces go in quotes");
        }

        _open.Push(new Open(place, isMap));
    }

    private void Put(Node node)
    {
        if (++_nodes > NodesMax)
        {
            Stop(node.Place, $"more than {NodesMax:N0} values in one document; part it into several");
        }

        if (!_open.TryPeek(out var open))
        {
            _root ??= node is TextNode { IsEmpty: true } ? null : node;
        }
        else
        {
            open.Add(node);
        }
    }

    private void Decorations(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            Error(PlaceOf(node.Start), $"anchors (&{node.Anchor.Value}) are not read; remove it and write the value out where it is needed");
        }

        if (!node.Tag.IsEmpty)
        {
            Error(PlaceOf(node.Start), "tags (words that begin with !) are not read; remove it");
        }
    }

    private TextNode TextOf(Scalar scalar)
    {
        var place = PlaceOf(scalar.Start);
        var quotes = scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
        var oneToOne = scalar.Start.Line == scalar.End.Line
            && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (2 * quotes)
            && scalar.Anchor.IsEmpty && scalar.Tag.IsEmpty;
        return new TextNode(place, scalar.Value, scalar.Style is ScalarStyle.Plain, oneToOne ? place.Column + quotes : 0);
    }

    private void Error(Place place, string message) => _errors.Add((place, message));

    private void Stop(Place place, string message)
    {
        if (!_stopped)
        {
            Error(place, message);
            _stopped = true;
        }
    }

    private Place PlaceOf(Mark mark) => SyntaxMessages.PlaceOf(mark, _slice);
}
