using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Cli.Tests.Hostile;

/// <summary>Hostile files in folders that are checked or published.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-hostile-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_AFileOfAGigabyte_IsRefusedWithoutReadingIt()
    {
        using (var file = File.Create(Path.Combine(_folder.FullName, "huge.yaml")))
        {
            // Holds no data: the file system makes it of zeroes.
            file.SetLength(1L << 30);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Single(DefinitionReader.Read(DefinitionFolder.Read(_folder.FullName)).Errors);

        Assert.Equal("huge.yaml:1:1: larger than 1 MiB; part it into several files", error.ToString());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        Assert.StartsWith("larger than 1 MiB", Assert.Single(DefinitionReader.Read(Documents.Read([_folder.FullName], TextWriter.Null)).Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("..")]
    public void Check_AnIdThatLeadsElsewhere_IsToldWithItsPlace(string id)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(ExitCodes.Errors, CheckCommand.Run([new DocumentSource("a.yaml", $"kind: segment\nid: \"{id}\"\nname: S\nwhen: {{mood: 0}}\n")], output, errors));
        Assert.StartsWith($"a.yaml:2:5: '{id}' cannot be an id; use letters, digits, dots, dashes and underscores", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_CharactersThatSteerATerminal_DoNotReachIt()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();

        Assert.Equal(ExitCodes.Errors, CheckCommand.Run([new DocumentSource("a\u001B]0;x\u0007.yaml", "kind: \"\\e[2J\"\n")], output, errors));
        Assert.DoesNotContain(output.ToString().ReplaceLineEndings(""), char.IsControl);
        Assert.Contains("<U+001B>[2J", output.ToString(), StringComparison.Ordinal);
    }
}
