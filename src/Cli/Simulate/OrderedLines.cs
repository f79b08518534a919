using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CxOrchestrator.Cli.Simulate;

/// <summary>JSON objects, one a line, that come in any order and are written in the order of their moments.</summary>
internal sealed class OrderedLines : IDisposable
{
    private const int ChunkBytes = 4 * 1024 * 1024;

    private readonly List<byte[]> _chunks = [];
    private readonly List<Line> _lines = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;
    private Moment _at;
    private int _filled;

    public OrderedLines() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    private readonly record struct Line(Moment At, int Chunk, int Offset, int Length);

    /// <summary>The writer, inside a new object.</summary>
    public Utf8JsonWriter Begin(Moment at)
    {
        _at = at;
        _json.WriteStartObject();
        return _json;
    }

    public void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.GetSpan(1)[0] = (byte)'\n';
        _buffer.Advance(1);
        var line = _buffer.WrittenSpan;
        if (_chunks.Count == 0 || _chunks[^1].Length - _filled < line.Length)
        {
            _chunks.Add(GC.AllocateUninitializedArray<byte>(Math.Max(ChunkBytes, line.Length)));
            _filled = 0;
        }

        line.CopyTo(_chunks[^1].AsSpan(_filled));
        _lines.Add(new Line(_at, _chunks.Count - 1, _filled, line.Length));
        _filled += line.Length;
        _buffer.ResetWrittenCount();
    }

    public void WriteTo(string path)
    {
        _lines.Sort(static (a, b) => a.At.CompareTo(b.At));
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 18);
        foreach (var line in _lines)
        {
            file.Write(_chunks[line.Chunk].AsSpan(line.Offset, line.Length));
        }
    }

    public void Dispose() => _json.Dispose();
}
