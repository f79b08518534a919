using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace CxOrchestrator.Definitions.Editing;

/// <summary>Reads the position of each value of a text. Only for texts that the definition reader could parse without a complaint.</summary>
internal sealed class TreeReader
{
    private readonly string _text;
    private readonly Parser _parser;
    private readonly int _offset;
    private readonly int _lines;

    /// <param name="text">The whole text.</param>
    /// <param name="part">The document's own part of it.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="lines">Lines before the part.</param>
    private TreeReader(string text, string part, int offset, int lines)
    {
        _text = text;
        _offset = offset;
        _lines = lines;
        _parser = new Parser(new StringReader(part));
    }

    public static TreeNode Read(string text, string part, int offset, int lines)
    {
        var reader = new TreeReader(text, part, offset, lines);
        while (reader._parser.MoveNext() && reader._parser.Current is StreamStart or DocumentStart)
        {
        }

        return reader.Node();
    }

    private TreeNode Node() => _parser.Current switch
    {
        Scalar scalar => Single(scalar),
        SequenceStart start => List(start),
        MappingStart start => Group(start),
        var other => throw new InvalidDataException($"No value at {other?.Start}."),
    };

    private TreeNode Single(Scalar scalar)
    {
        var start = At(scalar.Start);
        var end = Math.Max(start, At(scalar.End));
        return Placed(scalar.Start) with { Start = start, End = start + Content(start, end), Value = new SingleValue(scalar.Value, scalar.Style == ScalarStyle.Plain) };
    }

    private TreeNode List(SequenceStart start)
    {
        var items = ImmutableArray.CreateBuilder<TreeNode>();
        while (Next() is not SequenceEnd)
        {
            items.Add(Node());
        }

        var flow = start.Style == SequenceStyle.Flow;
        return Placed(start.Start) with
        {
            Start = At(start.Start),
            End = flow || items.Count == 0 ? Closed() : items[^1].End,
            Flow = flow,
            Value = new ListValue([.. items.Select(i => i.Value)]),
            Items = items.DrainToImmutable(),
        };
    }

    private TreeNode Group(MappingStart start)
    {
        var fields = ImmutableArray.CreateBuilder<(TreeNode Key, TreeNode Value)>();
        while (Next() is not MappingEnd)
        {
            var key = Node();
            Next();
            fields.Add((key, Node()));
        }

        var flow = start.Style == MappingStyle.Flow;
        return Placed(start.Start) with
        {
            Start = At(start.Start),
            End = flow || fields.Count == 0 ? Closed() : Math.Max(fields[^1].Key.End + 1, fields[^1].Value.End),
            Flow = flow,
            Value = new GroupValue([.. fields.Select(f => KeyValuePair.Create((f.Key.Value as SingleValue)?.Text ?? "", f.Value.Value))]),
            Fields = fields.DrainToImmutable(),
        };
    }

    // Behind the bracket; the parser's own end does not always take it in.
    private int Closed() => At(_parser.Current!.Start) is var at && at < _text.Length && _text[at] is '}' or ']' ? at + 1 : at;

    private ParsingEvent Next() => _parser.MoveNext() ? _parser.Current! : throw new InvalidDataException("The document ends early.");

    private int At(in Mark mark) => Math.Clamp(_offset + (int)mark.Index, 0, _text.Length);

    // A text in a block of its own ends, to the parser, where the next thing begins.
    private int Content(int start, int end) => _text.AsSpan(start, end - start).TrimEnd(" \r\n\t").Length;

    private TreeNode Placed(in Mark mark) =>
        new() { Start = 0, End = 0, Line = _lines + (int)mark.Line, Column = (int)mark.Column, Value = GroupValue.Empty };
}
