using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CxOrchestrator.Cli.Simulate;

/// <summary>A file of JSON objects, one a line.</summary>
internal sealed class JsonLines : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _buffer = new(BufferBytes + (BufferBytes / 4));
    private readonly Utf8JsonWriter _json;

    public JsonLines(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

        // Over a buffer and not over the file: flushing the writer would flush the file with every line.
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>The writer, inside a new object.</summary>
    public Utf8JsonWriter Begin()
    {
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
        if (_buffer.WrittenCount >= BufferBytes)
        {
            Write();
        }
    }

    public void Dispose()
    {
        Write();
        _json.Dispose();
        _file.Dispose();
    }

    private void Write()
    {
        _file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
