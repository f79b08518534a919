using System.IO.Compression;
using System.Text;
using CxOrchestrator.Sources.Files;

namespace CxOrchestrator.Sources.Tests.Files;

/// <summary>Reads files out of memory.</summary>
internal static class Reading
{
    public static Task<List<FileRow>> RowsAsync(string text, string name = "rows.csv") => RowsAsync(Encoding.UTF8.GetBytes(text), name);

    public static async Task<List<FileRow>> RowsAsync(byte[] bytes, string name)
    {
        await using var file = await RecordFile.OpenAsync(new MemoryStream(bytes), FileFormat.Of(name)!.Value, CancellationToken.None);
        var rows = new List<FileRow>();
        while (await file.ReadAsync(CancellationToken.None) is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }

    public static async Task<string> ProblemAsync(byte[] bytes, string name) => (await Assert.ThrowsAsync<FileUnreadableException>(() => RowsAsync(bytes, name))).Message;

    public static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
