using System.Text;
using CxOrchestrator.Silo.Dispatch;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class WebhookSecretTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cx-silo-tests-").FullName;

    private string File => Path.Combine(_folder, "data", "webhook-secret");

    private byte[] Key(string configured = "") => new WebhookSecret(Options.Create(new WebhookOptions { Secret = configured }), new WebhookSecretFile(File)).Key;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Key_Configured_IsThatText()
    {
        Assert.Equal("mine"u8.ToArray(), Key("mine"));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Key_NotConfigured_IsMadeOnceAndKeptForItsOwner()
    {
        var key = Key();

        Assert.Equal(key, Key());
        Assert.Equal(32, Convert.FromBase64String(Encoding.UTF8.GetString(key)).Length);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(File)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Fact]
    public void Key_FileLeftEmptyByAPowerCut_IsMadeAnew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, "");

        Assert.NotEmpty(Key());
        Assert.Equal(Key(), Key());
    }
}
