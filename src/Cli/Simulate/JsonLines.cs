using System.Text.Encodings.Web;
using System.Text.Json;

namespace CxOrchestrator.Cli.Simulate;

/// <summary>A file of JSON objects, one a line.</summary>
internal sealed class JsonLines : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;

    public JsonLines(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes);
        _json = new Utf8JsonWriter(_file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
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
        _file.WriteByte((byte)'\n');
        _json.Reset();
    }

    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }
}
