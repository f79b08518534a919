namespace CxOrchestrator.Gateway.Hosting;

/// <summary>What the command line says, as settings; or why it cannot be obeyed.</summary>
internal sealed record CommandLine(IReadOnlyList<KeyValuePair<string, string?>> Settings, string? Error, bool Help)
{
    public const string Usage = """
        Usage: dotnet run --project src/Gateway -- [options]

          --data DIR          where the store and the log live (default: a folder of yours, printed at start)
          --definitions DIR   import journeys, segments and policies from this folder whenever they change
          --demo              stream a synthetic shop
          --urls URL          where to listen (default: http://127.0.0.1:5080; other hosts need Access:SignIn=Accounts)
          --Section:Name=X    any other setting, for example --Gateway:BodyBytesMax=8388608
        """;

    /// <summary>The setting that <c>--demo</c> switches on.</summary>
    public const string Demo = "Demo:Enabled";

    public static CommandLine Parse(ReadOnlySpan<string> args)
    {
        var settings = new List<KeyValuePair<string, string?>>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            switch (name)
            {
                case "--help" or "-h" or "-?":
                    return new(settings, null, Help: true);
                case "--demo":
                    settings.Add(new(Demo, value ?? "true"));
                    break;
                case "--data" or "--definitions" or "--urls":
                    value ??= i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[++i] : null;
                    if (string.IsNullOrWhiteSpace(value))
                    {
                        return Wrong(settings, $"{name} needs a value.");
                    }

                    settings.Add(Named(name, value));
                    break;
                default:
                    if (!name.StartsWith("--", StringComparison.Ordinal) || value is null)
                    {
                        return Wrong(settings, $"There is no option {args[i]}.");
                    }

                    settings.Add(new(name[2..], value));
                    break;
            }
        }

        return new(settings, null, Help: false);
    }

    private static CommandLine Wrong(List<KeyValuePair<string, string?>> settings, string error) => new(settings, error, Help: false);

    private static (string Name, string? Value) Split(string arg)
    {
        var equals = arg.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (arg, null) : (arg[..equals], arg[(equals + 1)..]);
    }

    private static KeyValuePair<string, string?> Named(string name, string value) => name switch
    {
        "--data" => new("Embedded:DataFolder", Path.GetFullPath(value)),
        "--definitions" => new("Definitions:Folder", Path.GetFullPath(value)),
        _ => new("urls", value),
    };
}
