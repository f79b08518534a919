using System.CommandLine;
using Npgsql;

namespace CxOrchestrator.Cli.Stores;

/// <summary>A database on the command line, as Npgsql names it.</summary>
internal static class DatabaseOption
{
    public static Option<string> Create(string description)
    {
        var option = new Option<string>("--to") { Description = description, Required = true };
        option.Validators.Add(result =>
        {
            try
            {
                if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(result.GetValueOrDefault<string>()).Host))
                {
                    result.AddError("--to names no Host: Host=db;Database=cx;Username=cx;Password=...");
                }
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException)
            {
                // What it says names the keyword, and then the argument of a method, which is nobody's business here.
                result.AddError($"--to cannot be read: {exception.Message.Split(" (Parameter", 2)[0]}. Write Host=db;Database=cx;Username=cx;Password=...");
            }
        });
        return option;
    }
}
