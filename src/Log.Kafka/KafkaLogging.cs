using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Log.Kafka;

/// <summary>librdkafka's own lines, in the host's log.</summary>
internal static partial class KafkaLogging
{
    public static void Write(ILogger logger, LogMessage message)
    {
        // A broker that cannot be reached is reported as an error as well, and by the health; these come with every attempt.
        var level = message.Facility is "FAIL" or "ERROR" ? LogLevel.Debug : (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        LogLine(logger, level, message.Name, message.Facility, message.Message);
    }

    [LoggerMessage(EventId = 2020, Message = "{Client} {Facility}: {Line}")]
    private static partial void LogLine(ILogger logger, LogLevel level, string client, string facility, string line);
}
