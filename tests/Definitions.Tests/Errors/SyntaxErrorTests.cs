using System.Text;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;

namespace CxOrchestrator.Definitions.Tests.Errors;

public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("kind: a: b\n", 1, 8, "put a text with ': ' in quotes")]
    [InlineData("kind: settings\nrisk:\n\t- x\n", 3, 1, "indent with spaces")]
    [InlineData("kind: @settings\n", 1, 7, "cannot begin with this sign; put it in quotes")]
    [InlineData("text: {customer.name} hello\n", 1, 23, "put texts that hold quotes, braces")]
    [InlineData("kind: 'set'tings\n", 1, 12, "check that the line is indented like its neighbours")]
    [InlineData("kind: \"settings\n", 1, 7, "in quotes is not finished")]
    [InlineData("kind: \"\\q\"\n", 1, 7, "write \\\\ for a backslash")]
    [InlineData("kind: [1, 2\nid: 3\n", 1, 7, "is not finished; close it")]
    [InlineData("%YAML 1.2\n---\nkind: settings\n", 2, 1, "a document cannot begin like this")]
    [InlineData("kind: settings\n...\nkind: settings\n", 3, 1, "part documents with a line of three dashes")]
    [InlineData("kind: settings\nneutralWeight: &w 1\n", 2, 16, "anchors (&w) are not read")]
    [InlineData("kind: settings\nneutralWeight: *w\n", 2, 16, "aliases (*w) are not read; write the value out")]
    [InlineData("kind: !text settings\n", 1, 7, "tags (words that begin with !) are not read")]
    [InlineData("kind: settings\n? [a]\n: b\n", 2, 3, "a field's name must be a plain word")]
    [InlineData("kind: settings\u0000\n", 1, 15, "an invisible character (U+0000)")]
    [InlineData("kind: settings\n# \u2028\n", 2, 3, "an invisible character (U+2028)")]
    [InlineData("\ufeffkind: settings\r\n# x\r\u0085\n", 3, 1, "an invisible character (U+0085)")]
    public void Read_NoYaml_SaysWhereAndHow(string text, int line, int column, string message)
    {
        var read = DefinitionReader.Read([new("x.yaml", text)]);

        var error = read.Errors[0];
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Null(read.Set);
    }

    [Fact]
    public void Read_HalfACharacter_IsRefused()
    {
        var error = Assert.Single(DefinitionReader.Read([new("x.yaml", "kind: settings\n# \ud800\n")]).Errors);

        Assert.Equal((2, 3), (error.Line, error.Column));
        Assert.Contains("U+D800", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenDocument_HidesNothingOfTheNext()
    {
        var read = DefinitionReader.Read([new("x.yaml", "kind: a: b\n---\nkind: settings\nneutralWeight: x\n")]);

        Assert.Equal([(1, 8), (4, 16)], read.Errors.Select(e => (e.Line, e.Column)));
    }

    [Fact]
    public void Read_BrokenJourney_DoesNotBlameThoseWhoNameIt()
    {
        var read = DefinitionReader.Read(
        [
            new("order.yaml", "kind: journey\nid: order\nname: Order\nstages: [\n"),
            new("p.yaml", "kind: policy\nid: p\nname: P\non: {stageEntered: {journey: order, stage: placed}}\ndo:\n  - message: {channel: email, text: Hi}\n"),
        ]);

        Assert.Equal("order.yaml", Assert.Single(read.Errors).File);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("[{a: ")]
    public void Read_TenThousandLevels_IsRefused(string opening)
    {
        var read = DefinitionReader.Read([new("x.yaml", string.Concat(Enumerable.Repeat(opening, 10_000)))]);

        Assert.Contains(read.Errors, e => e.Message.Contains($"deeper than {NodeReader.DepthMax}", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_TenThousandGroups_IsRefused()
    {
        var text = new StringBuilder("kind: segment\nid: s\nname: S\nwhen:\n");
        for (var depth = 1; depth < 1_000; depth++)
        {
            text.Append(' ', 2 * depth).Append(depth == 1 ? "all:\n" : "- all:\n");
        }

        Assert.Contains("deeper than", Assert.Single(DefinitionReader.Read([new("x.yaml", text.ToString())]).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NestingAtTheBound_IsRead()
    {
        // Document, when and 15 groups of two levels each.
        var text = "kind: segment\nid: s\nname: S\nwhen: " + string.Concat(Enumerable.Repeat("{all: [", 15)) + "{mood: 0}" + string.Concat(Enumerable.Repeat("]}", 15));

        Assert.Empty(DefinitionReader.Read([new("x.yaml", text)]).Errors);
    }

    [Fact]
    public void Read_AliasBomb_IsRefused()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 20; i++)
        {
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        var errors = DefinitionReader.Read([new("x.yaml", text.ToString())]).Errors;

        Assert.Contains(errors, e => e.Message.Contains("anchors (&a0)", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.Message.Contains("aliases (*a18)", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_FileOverOneMebibyte_IsRefused()
    {
        var text = "kind: settings\n#" + new string('é', DefinitionReader.FileBytesMax / 2);

        Assert.Contains("larger than 1 MiB", Assert.Single(DefinitionReader.Read([new("x.yaml", text)]).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManyValues_IsRefused()
    {
        var read = DefinitionReader.Read([new("x.yaml", "kind: settings\nrisk: [" + string.Concat(Enumerable.Repeat("1,", NodeReader.NodesMax)) + "]")]);

        Assert.Contains("more than 100,000 values", read.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManyDocuments_IsRefused()
    {
        var text = string.Concat(Enumerable.Range(0, DefinitionReader.DocumentsMax + 1).Select(i => $"---\nkind: segment\nid: s{i}\nname: S\nwhen: {{mood: 0}}\n"));

        Assert.Contains("more than 10,000 documents", Assert.Single(DefinitionReader.Read([new("x.yaml", text)]).Errors).Message, StringComparison.Ordinal);
        Assert.Contains(
            DefinitionReader.Read(Enumerable.Range(0, DefinitionReader.DocumentsMax + 5).Select(i => new DocumentSource($"{i}.yaml", ""))).Errors,
            e => e.Message.Contains("more than 10,000 files", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_TensOfThousandsOfErrors_AreBounded()
    {
        var text = "kind: settings\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"moodHalfLife{i}: 1\n"));

        var errors = DefinitionReader.Read([new("x.yaml", text)]).Errors;

        Assert.Equal(Problems.Max + 1, errors.Length);
        Assert.Equal("and more; fix these 1,000 errors first", errors[^1].Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("---\n---\n# nothing\n---\n")]
    [InlineData("# only a comment")]
    public void Read_EmptyFile_IsAnEmptySet(string text)
    {
        var read = DefinitionReader.Read([new("x.yaml", text)]);

        Assert.Empty(read.Errors);
        Assert.Empty(read.Documents);
    }
}
