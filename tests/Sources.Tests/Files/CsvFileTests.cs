using System.Text;
using CxOrchestrator.Sources.Files;

namespace CxOrchestrator.Sources.Tests.Files;

public sealed class CsvFileTests
{
    [Theory]
    [InlineData("a,b\n1,x\n")]
    [InlineData("a;b\n1;x\n")]
    [InlineData("a\tb\r\n1\tx\r\n")]
    [InlineData("a|b\n1|x")]
    [InlineData("\uFEFFa,b\n1,x\n")]
    [InlineData("\uFEFF\"a\",\"b\"\n\"1\",\"x\"\n\n")]
    [InlineData("\"a\",\"b\"\r\n1,x\r\n")]
    public async Task Read_EachDelimiterAndMark_GivesTheSameRow(string text)
    {
        var row = Assert.Single(await Reading.RowsAsync(text));

        Assert.Equal("""{"a":1,"b":"x"}""", row.Json);
    }

    [Fact]
    public async Task Read_QuotesAndLineBreaksInFields_KeepsThem()
    {
        var rows = await Reading.RowsAsync("id,text\n1,\"two\nlines, and a \"\"quote\"\"\"\n2,\n");

        Assert.Equal(["""{"id":1,"text":"two\nlines, and a \"quote\""}""", """{"id":2}"""], rows.Select(r => r.Json));
    }

    [Fact]
    public async Task Read_RaggedRow_IsAnErrorOfItsOwn()
    {
        var rows = await Reading.RowsAsync("a,b\n1,2\n3\n4,5,6\n7,8\n");

        Assert.Equal([null, "The row has 1 field, and the header 2.", "The row has 3 fields, and the header 2.", null], rows.Select(r => r.Problem));
        Assert.Equal([1L, 2, 3, 4], rows.Select(r => r.Number));
    }

    [Fact]
    public async Task Read_QuoteThatIsNotClosed_IsAnError() =>
        Assert.Equal("A quote in the row is not closed.", (await Reading.RowsAsync("a,b\n1,2\n3,\"x\n4,5\n"))[^1].Problem);

    [Fact]
    public async Task Read_Types_AreThoseOfTheWholeColumn()
    {
        var rows = await Reading.RowsAsync("id,n,mixed,flag,at,long\n007,1.50,1,true,2026-01-02 03:04:05,12345678901234567\n8,-2,x,FALSE,2026-01-02,1\n");

        Assert.Equal("""{"id":"007","n":1.50,"mixed":"1","flag":true,"at":"2026-01-02T03:04:05Z","long":"12345678901234567"}""", rows[0].Json);
        Assert.Equal("""{"id":"8","n":-2,"mixed":"x","flag":false,"at":"2026-01-02T00:00:00Z","long":"1"}""", rows[1].Json);
    }

    [Fact]
    public async Task Read_DecimalCommaBetweenSemicolons_IsANumber() =>
        Assert.Equal("""{"amount":12.50,"note":"1,5 x"}""", Assert.Single(await Reading.RowsAsync("amount;note\n12,50;1,5 x\n")).Json);

    [Fact]
    public async Task Read_ValueBeyondTheSampleThatDoesNotFit_IsText()
    {
        var text = "id\n" + string.Concat(Enumerable.Range(1, FileBounds.SampleRows).Select(i => $"{i}\n")) + "0012\n";

        Assert.Equal("""{"id":"0012"}""", (await Reading.RowsAsync(text))[^1].Json);
    }

    [Fact]
    public async Task Read_NamesThatRepeatOrAreMissing_AreToldApart() =>
        Assert.Equal("""{"a":1,"a_2":2,"column_3":3}""", Assert.Single(await Reading.RowsAsync("a,a,\n1,2,3\n")).Json);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public async Task Read_EmptyFile_SaysSo(string text) => Assert.Contains("is empty", await Reading.ProblemAsync(Encoding.UTF8.GetBytes(text), "a.csv"), StringComparison.Ordinal);

    [Fact]
    public async Task Read_HeaderOnly_HasNoRows() => Assert.Empty(await Reading.RowsAsync("a,b\n"));

    [Fact]
    public async Task Read_OtherEncodings_AreRefused()
    {
        Assert.Contains("not UTF-8", await Reading.ProblemAsync(Encoding.Latin1.GetBytes("name\nMüller\n"), "a.csv"), StringComparison.Ordinal);
        Assert.Contains("UTF-16", await Reading.ProblemAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a,b\n1,2\n")], "a.csv"), StringComparison.Ordinal);
        Assert.Contains("not UTF-8", await Reading.ProblemAsync(Encoding.Unicode.GetBytes("a,b\n1,2\n"), "a.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RowsBeyondTheBounds_AreErrors()
    {
        var rows = await Reading.RowsAsync($"a,b\n1,{new string('x', FileBounds.RowLengthMax)}\n2,y\n");

        Assert.Contains("1,048,576 characters", rows[0].Problem, StringComparison.Ordinal);
        Assert.Equal("""{"a":2,"b":"y"}""", rows[1].Json);
        Assert.Contains("a quote that is not closed", await Reading.ProblemAsync(Encoding.UTF8.GetBytes("a,b\n\"" + new string('x', 17 << 20)), "a.csv"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Read_ManyColumns_AreRefused() =>
        Assert.Contains("2,000 columns", await Reading.ProblemAsync(Encoding.UTF8.GetBytes(new string(',', FileBounds.ColumnsMax)), "a.csv"), StringComparison.Ordinal);

    [Fact]
    public async Task Read_MillionRows_GivesEach()
    {
        var text = new StringBuilder("id,n\n");
        for (var i = 0; i < 1_000_000; i++)
        {
            text.Append(i).Append(",x\n");
        }

        await using var file = await RecordFile.OpenAsync(new MemoryStream(Reading.Gzip(text.ToString())), FileFormat.Of("a.csv.gz")!.Value, CancellationToken.None);
        FileRow? last = null;
        while (await file.ReadAsync(CancellationToken.None) is { } row)
        {
            last = row;
        }

        Assert.Equal((1_000_000, """{"id":999999,"n":"x"}"""), (last!.Number, last.Json));
    }
}
