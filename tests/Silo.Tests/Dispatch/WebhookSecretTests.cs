using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class WebhookSecretTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cx-silo-tests-").FullName;

    private string File => Path.Combine(_folder, "data", "webhook-secret");

    private byte[][] Keys(string configured = "") =>
        [.. new WebhookSecret(Options.Create(new WebhookOptions { Secret = configured }), new WebhookSecretFile(File)).Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Keys_Configured_AreTheBytesInTheirOrder()
    {
        var (one, two) = (RandomNumberGenerator.GetBytes(24), RandomNumberGenerator.GetBytes(64));

        Assert.Equal([one, two], Keys($"{WebhookKeys.Create(one)}  {WebhookKeys.Create(two)} "));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Keys_TextOfAnEarlierVersion_SignsAsLibrariesReadItAndAsBefore()
    {
        var bytes = RandomNumberGenerator.GetBytes(32);

        Assert.Equal([bytes, Encoding.UTF8.GetBytes(Convert.ToBase64String(bytes))], Keys(Convert.ToBase64String(bytes)));
        Assert.Equal(["a secret in words"u8.ToArray()], Keys("a secret in words"));
    }

    [Theory]
    [InlineData("whsec_", false)]
    [InlineData("whsec_!!!", false)]
    [InlineData("whsec_c2hvcnQ=", false)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw words", false)]
    [InlineData("words", true)]
    public void Validate_Secrets_AreRefusedWhereNoLibraryReadsThem(string secrets, bool valid) =>
        Assert.Equal(valid, new WebhookOptionsValidator().Validate(null, new WebhookOptions { Secret = secrets }).Succeeded);

    [Fact]
    public void Problem_SecretThatCannotBeRead_IsSaidAndOverOnceItCan()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, "whsec_!!!");
        var secret = new WebhookSecret(Options.Create(new WebhookOptions()), new WebhookSecretFile(File));

        Assert.StartsWith("Webhooks cannot be signed, and wait. The file webhook-secret of the data folder", secret.Problem, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => secret.Keys);

        System.IO.File.Delete(File);
        Assert.Single(secret.Keys);
        Assert.Null(secret.Problem);
    }

    [Fact]
    public void Problem_NoneSentSoFar_MakesNoSecret()
    {
        var secret = new WebhookSecret(Options.Create(new WebhookOptions()), new WebhookSecretFile(File));
        Assert.Null(secret.Problem);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Problem_SecretOfAClusterIsMissing_NamesTheSetting()
    {
        var secret = new WebhookSecret(Options.Create(new WebhookOptions()), new WebhookSecretFile(null));
        Assert.Throws<InvalidOperationException>(() => secret.Keys);
        Assert.Contains("Webhooks:Secret", secret.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_NotConfigured_AreMadeOnceAndKeptForTheirOwner()
    {
        var key = Assert.Single(Keys());

        Assert.Equal(key, Assert.Single(Keys()));
        Assert.Equal(32, key.Length);
        Assert.Equal(WebhookKeys.Create(key), System.IO.File.ReadAllText(File));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(File)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        }
    }

    [Fact]
    public void Keys_FileLeftEmptyByAPowerCut_IsMadeAnew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, "");

        Assert.NotEmpty(Assert.Single(Keys()));
        Assert.Equal(Keys(), Keys());
    }
}
