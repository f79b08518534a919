using System.CommandLine;
using CxOrchestrator.Storage.Sqlite;

namespace CxOrchestrator.Cli.Stores;

/// <summary><c>cx backup --data DIR --to FILE</c> and <c>cx restore --from FILE --data DIR</c></summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Data folder of the embedded installation, which may run.", Required = true };
        var to = new Option<string>("--to") { Description = "File to write; it must not be there.", Required = true };
        var command = new Command("backup", "Copy an embedded installation into one file while it runs, as it was at one moment.") { data, to };
        command.SetAction(parsed => Take(parsed.GetValue(data)!, parsed.GetValue(to)!, Console.Out));
        return command;
    }

    public static Command CreateRestore()
    {
        var from = new Option<string>("--from") { Description = "A file that cx backup wrote.", Required = true };
        var data = new Option<string>("--data") { Description = "Data folder to make; it has no store yet.", Required = true };
        var command = new Command("restore", "Make a data folder of a backup.") { from, data };
        command.SetAction(parsed => Restore(parsed.GetValue(from)!, parsed.GetValue(data)!, Console.Out));
        return command;
    }

    internal static int Take(string data, string to, TextWriter output)
    {
        output.WriteLine($"Wrote {StoreBackup.Take(data, to):N0} bytes, checked, to {Path.GetFullPath(to)}.");
        return ExitCodes.Done;
    }

    internal static int Restore(string from, string data, TextWriter output)
    {
        StoreBackup.Restore(from, data);
        output.WriteLine($"Restored to {Path.GetFullPath(data)}. Touchpoints sent after the backup are not in it: send them again; duplicates are recognized.");
        return ExitCodes.Done;
    }
}
