using System.CommandLine;
using System.Net.Sockets;
using CxOrchestrator.Cli;
using CxOrchestrator.Cli.Backtests;
using CxOrchestrator.Cli.Files;
using CxOrchestrator.Cli.Generate;
using CxOrchestrator.Cli.Keys;
using CxOrchestrator.Cli.Learning;
using CxOrchestrator.Cli.Mail;
using CxOrchestrator.Cli.Privacy;
using CxOrchestrator.Cli.Providers;
using CxOrchestrator.Cli.Publish;
using CxOrchestrator.Cli.Push;
using CxOrchestrator.Cli.Send;
using CxOrchestrator.Cli.Sentiment;
using CxOrchestrator.Cli.Simulate;
using CxOrchestrator.Cli.Sources;
using CxOrchestrator.Cli.Stores;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;

var root = new RootCommand("cx: check, compare and publish documents, simulate a file of touchpoints or try documents on the past, learn from it what warns of bad outcomes, send it to a gateway; import files of other systems, export as Parquet; read the mood of texts; export and erase customers; receive e-mail for tests; back up, move and migrate stores.\nExit codes: 0 done, 1 the input has errors, 2 wrong usage, 130 stopped by Ctrl-C.")
{
    CheckCommand.Create(),
    ProviderCommand.Create(),
    MapCommand.Create(),
    DiffCommand.Create(),
    PublishCommand.Create(),
    SimulateCommand.Create(),
    BacktestCommand.Create(),
    LearnCommand.Create(),
    SendCommand.Create(),
    SentimentCommand.Create(),
    KeysCommand.Create(),
    CustomersCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
    GenerateCommand.Create(),
    HealthCommand.Create(),
    MailboxCommand.Create(),
    VapidCommand.Create(),
    BackupCommand.Create(),
    BackupCommand.CreateRestore(),
    MoveCommand.Create(),
    MigrateCommand.Create(),
};
try
{
    var parsed = root.Parse(args);
    var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
}
catch (OperationCanceledException)
{
    return ExitCodes.Stopped;
}
catch (ArgumentException exception) when (exception.ParamName == "path")
{
    // A name of a file that can be none, such as an empty one.
    await Console.Error.WriteLineAsync($"cx: {exception.Message}");
    return ExitCodes.Usage;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or StoreRefusedException or System.Data.Common.DbException or SocketException or HttpRequestException)
{
    await Console.Error.WriteLineAsync($"cx: {Words(exception)}");
    return ExitCodes.Errors;
}

static string Words(Exception exception) => exception switch
{
    NpgsqlException postgres => PostgresWords.Of(postgres),
    SqliteException { SqliteErrorCode: var code } => SqliteFaults.Words(code) ?? exception.Message,
    _ => exception.Message,
};
