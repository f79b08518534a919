using CxOrchestrator.Cli.Sources;
using CxOrchestrator.Sources.Files;

namespace CxOrchestrator.Cli.Tests.Sources;

/// <summary><c>cx map</c> on files with rows.</summary>
public sealed class FileMapTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-map-tests-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    private async Task<int> RunAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return await new FileMap(_output, _errors).RunAsync(KindReading.Of("webhook", _errors)!, path, FileFormat.Of(name)!.Value, [], "shop", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Map_Csv_PrintsTouchpointsAndErrorsByRow()
    {
        var code = await RunAsync("a.csv", "id,type,customer,time\n0012,seen,ann,2026-03-01\nx\n3,seen,,2026-03-01\n");

        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("\"id\":\"0012\",\"source\":\"shop\",\"type\":\"seen\",\"customer\":\"ann\"", Assert.Single(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(
            ["cx: row 2: The row has 1 field, and the header 4.", "cx: row 3: It names no customer: neither an id nor an identity.", "cx: 3 rows, 1 touchpoints, 0 dropped, 2 rejected."],
            _errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Map_FileThatCannotBeRead_SaysSo()
    {
        Assert.Equal(ExitCodes.Errors, await RunAsync("a.parquet", "no"));
        Assert.Contains("not Parquet, or damaged", _errors.ToString(), StringComparison.Ordinal);
    }
}
