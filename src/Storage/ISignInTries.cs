namespace CxOrchestrator.Storage;

/// <summary>Tries to sign in, by who is tried and from where, shared by all gateways of an installation.</summary>
public interface ISignInTries
{
    /// <summary>Most that are remembered; beyond it the oldest are forgotten.</summary>
    const int TriesMax = 10_000;

    /// <summary>
    /// Counts a try before it is made, so that many at once are not all allowed. Null where it may be made; else, where <paramref name="max"/> in a
    /// row were wrong and the last is not <paramref name="pause"/> ago, how long to wait. After a pause one more try may be made.
    /// </summary>
    Task<TimeSpan?> BeginAsync(string key, int max, TimeSpan pause, CancellationToken cancellationToken);

    /// <summary>The try was right: with <paramref name="all"/> the wrong ones before are forgotten, else it alone.</summary>
    Task RightAsync(string key, bool all, CancellationToken cancellationToken);
}
