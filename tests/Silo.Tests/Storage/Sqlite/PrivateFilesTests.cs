using CxOrchestrator.Silo.Storage.Sqlite;

namespace CxOrchestrator.Silo.Tests.Storage.Sqlite;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests
{
    [Fact]
    public async Task DataFolder_NewAndBackedUp_IsForThisAccountAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows goes by lists of accounts.");
        var root = Directory.CreateTempSubdirectory("cx-private-").FullName;
        try
        {
            var folder = Path.Combine(root, "data");
            await using (var store = new SqliteUnderTest { Folder = folder, Keeps = true })
            {
                Assert.Equal(Path.Combine(folder, SqliteDatabase.FileName), store.Database.Path);
                Assert.Empty(PrivateFiles.Open(folder));
                Assert.NotEmpty(Directory.GetFiles(folder, "cx.db-wal"));
            }

            var backup = Path.Combine(root, "backup.db");
            StoreBackup.Take(folder, backup);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));

            var restored = Path.Combine(root, "restored");
            StoreBackup.Restore(backup, restored);
            Assert.Empty(PrivateFiles.Open(restored));

            File.SetUnixFileMode(Path.Combine(restored, "cx.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            Assert.Equal([Path.Combine(restored, "cx.db")], PrivateFiles.Open(restored));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
