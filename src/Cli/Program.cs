using System.CommandLine;
using CxOrchestrator.Cli;
using CxOrchestrator.Cli.Generate;
using CxOrchestrator.Cli.Send;
using CxOrchestrator.Cli.Simulate;

var root = new RootCommand("cx: check documents, simulate a file of touchpoints, send it to a gateway.\nExit codes: 0 done, 1 the input has errors, 2 wrong usage, 130 stopped by Ctrl-C.")
{
    CheckCommand.Create(),
    SimulateCommand.Create(),
    SendCommand.Create(),
    GenerateCommand.Create(),
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
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"cx: {exception.Message}");
    return ExitCodes.Errors;
}
