namespace CxOrchestrator.Gateway.Running;

internal static partial class RunLog
{
    [LoggerMessage(3151, LogLevel.Error, "Run {Id} broke off")]
    public static partial void Failed(ILogger logger, Exception exception, string id);

    [LoggerMessage(3152, LogLevel.Warning, "How far run {Id} is could not be stored")]
    public static partial void Untold(ILogger logger, Exception exception, string id);
}
