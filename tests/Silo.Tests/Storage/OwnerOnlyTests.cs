using System.Runtime.Versioning;
using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Silo.Tests.Storage.Sqlite;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Storage;

/// <summary>Nobody but its owner reads what an installation keeps.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OwnerOnlyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cx-modes-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public OwnerOnlyTests()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Folder_OfAStoreThatRuns_AndItsBackup_AreItsOwnersAlone()
    {
        var backup = Path.Combine(_folder.FullName, "cx.backup");
        await using (var store = new SqliteUnderTest { Folder = Data, Keeps = true })
        {
            await store.CommitAsync("c-1");
            _ = new WebhookSecret(Options.Create(new WebhookOptions()), new WebhookSecretFile(Path.Combine(Data, DataFolder.SecretFile))).Keys;

            Assert.Empty(OwnerOnly.Wider(Data));
            Assert.Equal(
                ["cx.db", "cx.db-shm", "cx.db-wal", "cx.lock", "webhook-secret"], Directory.EnumerateFiles(Data).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            StoreBackup.Take(Data, backup);
        }

        Assert.Equal(OwnerOnly.FileMode, File.GetUnixFileMode(backup));
        File.SetUnixFileMode(backup, OwnerOnly.FileMode | UnixFileMode.OtherRead);
        var restored = Path.Combine(_folder.FullName, "restored");
        StoreBackup.Restore(backup, restored);
        Assert.Empty(OwnerOnly.Wider(restored));
    }

    [Fact]
    public void Wider_WhatOthersMayRead_IsNamed()
    {
        OwnerOnly.MakeFolder(Data);
        OwnerOnly.MakeFile(Path.Combine(Data, "a"));
        OwnerOnly.MakeFile(Path.Combine(Data, "b"));
        Assert.Empty(OwnerOnly.Wider(Data));

        File.SetUnixFileMode(Data, OwnerOnly.FolderMode | UnixFileMode.GroupExecute);
        File.SetUnixFileMode(Path.Combine(Data, "b"), OwnerOnly.FileMode | UnixFileMode.OtherRead);
        Assert.Equal([Data, Path.Combine(Data, "b")], OwnerOnly.Wider(Data));
    }
}
