using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Running;

/// <summary>States of long work in the background.</summary>
internal static class RunStates
{
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Done = "done";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";

    public const string Gone = "The gateway that ran it is gone. Start it again.";

    /// <summary>Not reported for this long: its runner is gone.</summary>
    private static readonly TimeSpan GoneAfter = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<string> All { get; } = [Waiting, Running, Done, Cancelled, Failed];

    /// <summary>Nobody runs it any more, although it did not end.</summary>
    public static bool IsGone(StoredRun stored, DateTimeOffset now) => !stored.Ended && now - stored.SeenAt > GoneAfter;
}
