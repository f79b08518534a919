using System.CommandLine;
using CxOrchestrator.Storage.Moving;

namespace CxOrchestrator.Cli.Stores;

/// <summary><c>cx move --from DIR --to DATABASE</c></summary>
internal static class MoveCommand
{
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "Data folder of the embedded installation; its gateway is stopped and its log applied.", Required = true };
        var to = DatabaseOption.Create("The cluster's database, empty: Host=db;Database=cx;Username=cx;Password=...");
        var command = new Command("move", "Carry an embedded installation into the database of a cluster: customers, history, timers, definitions, actions, cases, dead letters and the ledger; everything or nothing.") { from, to };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(from)!, parsed.GetValue(to)!, Console.Out, Console.Error, cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(string from, string to, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        MoveResult moved;
        using (var progress = new Progress(errors))
        {
            moved = await StoreMove.RunAsync(from, to, told => progress.Show(() => $"{told.Table}: {told.Rows:N0} rows"), cancellationToken);
        }

        foreach (var (table, rows) in moved.Tables)
        {
            await output.WriteLineAsync($"{table,-22}{rows,14:N0} rows");
        }

        foreach (var (sum, value) in moved.Sums)
        {
            await output.WriteLineAsync($"equal: {sum,-32}{value,22:N0}");
        }

        await output.WriteLineAsync($"Moved. {Path.GetFullPath(from)} is as it was: do not start a gateway on it again, or both go on separately.");
        if (moved.HasSecret)
        {
            await output.WriteLineAsync("Give all silos the webhook secret that receivers know: Webhooks__Secret, with the contents of the folder's file webhook-secret.");
        }

        return ExitCodes.Done;
    }
}
