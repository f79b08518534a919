using System.CommandLine;
using CxOrchestrator.Storage.Postgres;

namespace CxOrchestrator.Cli.Stores;

/// <summary><c>cx migrate --to DATABASE</c></summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var to = DatabaseOption.Create("The cluster's database: Host=db;Database=cx;Username=cx;Password=...");
        var command = new Command("migrate", "Bring a database to this version's tables, for silos set not to (Postgres:Migrate=false).") { to };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(to)!, Console.Out, cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(string to, TextWriter output, CancellationToken cancellationToken)
    {
        var before = await PostgresMigrations.RunAsync(to, cancellationToken);
        await output.WriteLineAsync(before == PostgresMigrations.Needed
            ? $"Nothing to do: the database has version {before} already."
            : $"The database had version {before} and has version {PostgresMigrations.Needed} now.");
        return ExitCodes.Done;
    }
}
