using System.Diagnostics;

namespace CxOrchestrator.FaultySilo;

/// <summary>Ends this process as a power cut would, once enough has passed the point.</summary>
internal sealed class KillSwitch(FaultOptions options)
{
    private int _passed;

    public void Pass(KillAt point, int count = 1)
    {
        if (options.KillAt == point && count > 0 && Interlocked.Add(ref _passed, count) >= options.After)
        {
            // SIGKILL: no handler runs, nothing is finished.
            Process.GetCurrentProcess().Kill();
            using var never = new ManualResetEventSlim();
            never.Wait();
        }
    }
}
