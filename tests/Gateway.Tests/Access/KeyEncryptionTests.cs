using System.Collections.Immutable;
using System.Security.Cryptography;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Protection;
using Microsoft.AspNetCore.DataProtection;
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
        services.AddSingleton<IProtectionKeys>(_stored);
        services.AddStoredProtection().AddStoredProtection();
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

        var key = Assert.Single(_stored.Keys);
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

    [Fact]
    public async Task Keys_OfAVersionThatDecryptedThemElsewhere_AreStillRead()
    {
        var secret = Secret();
        string ticket;
        await using (var before = Gateway(secret))
        {
            ticket = Protector(before).Protect("ann");
        }

        const string Here = "CxOrchestrator.Storage.Protection.KeyFileDecryptor, CxOrchestrator.Storage,";
        Assert.Contains(Here, _stored.Keys[0], StringComparison.Ordinal);
        _stored.Keys[0] = _stored.Keys[0].Replace(Here, "CxOrchestrator.Gateway.Access.KeyFileDecryptor, CxOrchestrator.Gateway,", StringComparison.Ordinal);

        await using var after = Gateway(secret);
        Assert.Equal("ann", Protector(after).Unprotect(ticket));
    }

    private sealed class Stored : IProtectionKeys
    {
        public List<string> Keys { get; } = [];

        public Task<ImmutableArray<string>> AllAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<string>>([.. Keys]);

        public Task AddAsync(string name, string xml, CancellationToken cancellationToken)
        {
            Keys.Add(xml);
            return Task.CompletedTask;
        }
    }
}
