using CxOrchestrator.Definitions;
using CxOrchestrator.Publishing;

namespace CxOrchestrator.Cli.Tests;

public sealed class FolderTests : IDisposable
{
    private const string Segment = "kind: segment\nid: a\nname: A\nwhen: {mood: 0}\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-folder-");
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _errors.Dispose();
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Write(string name, string text = Segment)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    private int Check() => CheckCommand.Run(Documents.Read([_folder.FullName], _errors), TextWriter.Null, _errors);

    // As the kubelet mounts a ConfigMap.
    private void Mount(string version, string text = Segment)
    {
        Write($"..{version}/a.yaml", text);
        Write($"..{version}/deep/b.yaml", Segment.Replace("id: a", "id: b", StringComparison.Ordinal));
        if (Path.Exists(At("..data")))
        {
            File.Delete(At("..data"));
        }

        File.CreateSymbolicLink(At("..data"), $"..{version}");
        if (!Path.Exists(At("a.yaml")))
        {
            File.CreateSymbolicLink(At("a.yaml"), "..data/a.yaml");
            File.CreateSymbolicLink(At("deep"), "..data/deep");
        }
    }

    [Fact]
    public void Check_FolderAsKubernetesMountsIt_ReadsEachFileOnce()
    {
        Mount("2026_01");

        Assert.Equal(ExitCodes.Done, Check());
        Assert.Equal(["a.yaml", "deep/b.yaml"], DefinitionFolder.Read(_folder.FullName).Select(d => d.File));
    }

    [Fact]
    public void Fingerprint_KubernetesTurnsTheLink_IsAnother()
    {
        Mount("2026_01");
        var before = DefinitionFolder.Open(_folder.FullName).Fingerprint;
        Mount("2026_02", Segment.Replace("name: A", "name: B", StringComparison.Ordinal));

        Assert.NotEqual(before, DefinitionFolder.Open(_folder.FullName).Fingerprint);
        Assert.Contains("name: B", DefinitionFolder.Read(_folder.FullName)[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_HiddenFoldersAndOtherFiles_ArePassedOverByName()
    {
        Write("a.yaml");
        Write(".github/workflows/ci.yml", "name: ci\n");
        Write("notes.txt");
        Write("B.YAML");

        Assert.Equal(ExitCodes.Done, Check());
        var said = _errors.ToString();
        Assert.Contains($"cx: {At(".github")} is not read: its name begins with a dot.", said, StringComparison.Ordinal);
        Assert.Contains($"cx: {At("notes.txt")} is not read: its name does not end in .yaml or .yml.", said, StringComparison.Ordinal);
        Assert.Contains($"cx: {At("B.YAML")} is not read", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AFileUnderSeveralNames_IsReadOnceAndTheOtherNamesAreGiven()
    {
        Write("a.yaml");
        File.CreateSymbolicLink(At("b.yaml"), "a.yaml");
        Directory.CreateSymbolicLink(At("round"), ".");

        Assert.Equal(ExitCodes.Done, Check());
        Assert.Contains("b.yaml is not read: it is the same as a.yaml.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("round is not read: it is the same as the folder itself.", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ALinkThatLeadsNowhere_IsAnError()
    {
        File.CreateSymbolicLink(At("a.yaml"), "gone.yaml");

        Assert.Contains("does not exist", Assert.ThrowsAny<IOException>(() => DefinitionFolder.Open(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadText_ALinkToAHugeFile_ReadsOnlyEnoughToRefuseIt()
    {
        using (var file = File.Create(At("huge")))
        {
            file.SetLength(1L << 30);
        }

        File.CreateSymbolicLink(At("a.yaml"), "huge");

        Assert.Equal(DefinitionReader.FileBytesMax + 1, DefinitionFolder.ReadText(At("a.yaml")).Length);
    }
}
