using System.Text;
using CxOrchestrator.Sources.Files;

namespace CxOrchestrator.Sources.Tests.Files;

public sealed class JsonLinesFileTests
{
    [Fact]
    public async Task Read_Lines_GivesEachObject()
    {
        var rows = await Reading.RowsAsync("\uFEFF{\"a\":1}\r\n\n  \n {\"b\":{\"c\":[1]}} \n{\"d\":2}", "a.ndjson");

        Assert.Equal([(1L, "{\"a\":1}"), (2, "{\"b\":{\"c\":[1]}}"), (3, "{\"d\":2}")], rows.Select(r => (r.Number, r.Json!)));
    }

    [Fact]
    public async Task Read_LinesThatAreNone_AreErrorsOfTheirOwn()
    {
        byte[] text = [.. "[]x\n{\"a\":\n3\n{} {}\n{\"a\":\""u8, 0xFF, .. "\"}\n{\"z\":1}\n"u8];
        var rows = await Reading.RowsAsync([.. "{}\n"u8, .. text], "a.jsonl");

        Assert.Equal([true, false, false, false, false, false, true], rows.Select(r => r.Problem is null));
        Assert.Contains("UTF-8", rows[5].Problem, StringComparison.Ordinal);
        Assert.Contains("not JSON", rows[2].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LongLine_IsAnErrorAndTheNextIsRead()
    {
        foreach (var length in (int[])[FileBounds.RowLengthMax, FileBounds.RowLengthMax * 3])
        {
            var rows = await Reading.RowsAsync($"{{\"a\":\"{new string('x', length)}\"}}\n{{\"b\":1}}\n{{\"c\":\"{new string('x', length)}\"}}", "a.jsonl");

            Assert.Equal([false, true, false], rows.Select(r => r.Problem is null));
            Assert.Equal("{\"b\":1}", rows[1].Json);
        }
    }

    [Fact]
    public async Task Read_List_IsRefused() => Assert.Contains("list", await Reading.ProblemAsync("[{\"a\":1}]"u8.ToArray(), "a.json"), StringComparison.Ordinal);

    [Fact]
    public async Task Read_EmptyFile_HasNoRows() => Assert.Empty(await Reading.RowsAsync("", "a.jsonl"));

    [Fact]
    public async Task Read_Gzip_IsUnpacked() => Assert.Equal("{\"a\":1}", Assert.Single(await Reading.RowsAsync(Reading.Gzip("{\"a\":1}\n"), "a.jsonl.gz")).Json);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(400)]
    public async Task Read_GzipThatIsCutOff_SaysSo(int missing)
    {
        var packed = Reading.Gzip(string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{{\"a\":{i}}}\n")));

        Assert.Contains("cut off", await Reading.ProblemAsync(packed[..^missing], "a.jsonl.gz"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_WrongEndings_AreSaid()
    {
        Assert.Contains("gzip", await Reading.ProblemAsync(Encoding.UTF8.GetBytes("{\"a\":1}\n"), "a.jsonl.gz"), StringComparison.Ordinal);
        Assert.Contains(".gz", await Reading.ProblemAsync(Reading.Gzip("{\"a\":1}\n"), "a.jsonl"), StringComparison.Ordinal);
    }
}
