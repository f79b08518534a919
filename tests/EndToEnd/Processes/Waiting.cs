using System.Diagnostics;

namespace CxOrchestrator.EndToEnd.Processes;

/// <summary>Waits for another process: there is no event to arm, so it looks again and again, with a bound that says what was missing.</summary>
internal static class Waiting
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan within, Func<string> what)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < within, $"Waited {within} for {what()}");
            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }
}
