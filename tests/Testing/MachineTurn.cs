namespace CxOrchestrator.Testing;

/// <summary>
/// Suites that start many servers take turns on a machine, also where the test command runs several at once: side by side on two
/// cores each would run into the patience of the other. An assembly fixture; the turn ends with the suite, or with its process.
/// </summary>
public sealed class MachineTurn : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>A suite that hangs must not keep the others for good.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(45);

    private readonly FileStream? _turn;

    public MachineTurn()
    {
        var path = Path.Combine(Path.GetTempPath(), $"cx-orchestrator-tests-{Environment.UserName}.lock");
        using var never = new ManualResetEventSlim();
        var begun = TimeProvider.System.GetTimestamp();
        while (_turn is null && TimeProvider.System.GetElapsedTime(begun) < WaitMax)
        {
            try
            {
                _turn = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
            {
                never.Wait(LookEvery);
            }
        }
    }

    public void Dispose() => _turn?.Dispose();
}
