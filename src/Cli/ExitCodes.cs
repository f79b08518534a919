namespace CxOrchestrator.Cli;

internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The input has errors, or something it needs could not be read or reached.</summary>
    public const int Errors = 1;

    public const int Usage = 2;

    /// <summary>As shells say it of a program stopped by Ctrl-C.</summary>
    public const int Stopped = 130;
}
