using System.Security.Cryptography;
using System.Xml.Linq;
using CxOrchestrator.Gateway.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Tests.Access;

/// <summary>Keys of sessions, encrypted by a file's secret before they are stored.</summary>
public sealed class KeyEncryptionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-keys-");
    private readonly Stored _stored = new();
    private int _files;

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private ServiceProvider Gateway(string? secrets)
    {
        var settings = new Dictionary<string, string?>();
        if (secrets is not null)
        {
            settings["Access:KeyFile"] = Path.Combine(_folder.FullName, $"secrets-{_files++}");
            File.WriteAllText(settings["Access:KeyFile"]!, secrets);
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging();
        services.AddDataProtection().SetApplicationName("cx");
        services.AddKeyEncryption();
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = _stored);
        return services.BuildServiceProvider();
    }

    private static IDataProtector Protector(IServiceProvider gateway) => gateway.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    [Fact]
    public async Task Keys_WithAKeyFile_AreStoredEncryptedAndReadByEveryGatewayThatHasIt()
    {
        var (older, newer) = (Secret(), Secret());
        string ticket;
        await using (var first = Gateway(older))
        {
            ticket = Protector(first).Protect("ann");
        }

        var key = Assert.Single(_stored.Elements).ToString();
        Assert.Contains("sealedKey", key, StringComparison.Ordinal);
        Assert.DoesNotContain("masterKey", key, StringComparison.Ordinal);

        await using var rotated = Gateway($"{newer}\n{older}\n");
        Assert.Equal("ann", Protector(rotated).Unprotect(ticket));
        await using var stranger = Gateway(newer);
        Assert.ThrowsAny<CryptographicException>(() => Protector(stranger).Unprotect(ticket));
    }

    [Fact]
    public async Task Keys_StoredBeforeThereWasAFile_AreStillRead()
    {
        string ticket;
        await using (var before = Gateway(null))
        {
            ticket = Protector(before).Protect("ann");
        }

        await using var after = Gateway(Secret());
        Assert.Equal("ann", Protector(after).Unprotect(ticket));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("c2hvcnQ=")]
    public async Task Start_FileThatHoldsNoSecret_StopsAndNamesTheSetting(string secrets)
    {
        await using var gateway = Gateway(secrets);
        var stopped = Assert.Throws<OptionsValidationException>(() => gateway.GetRequiredService<IOptions<KeyEncryptionOptions>>().Value);
        Assert.Contains("Access:KeyFile", stopped.Message, StringComparison.Ordinal);
    }

    private sealed class Stored : IXmlRepository
    {
        public List<XElement> Elements { get; } = [];

        public IReadOnlyCollection<XElement> GetAllElements() => [.. Elements];

        public void StoreElement(XElement element, string friendlyName) => Elements.Add(element);
    }
}
