using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>Wrong passwords in a row, by account: after a few of them the account waits, so that nobody tries them all.</summary>
internal sealed class SignInAttempts(IOptions<AccessOptions> options, TimeProvider clock)
{
    /// <summary>Most names that are remembered; beyond it all are forgotten.</summary>
    private const int NamesMax = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Wrong, long Last)> _wrong = new(StringComparer.Ordinal);

    /// <summary>How long to wait before the next try; null: not at all.</summary>
    public TimeSpan? Wait(string name)
    {
        lock (_gate)
        {
            if (!_wrong.TryGetValue(name, out var tries) || tries.Wrong < options.Value.WrongPasswordsMax)
            {
                return null;
            }

            var left = options.Value.WrongPasswordPause - clock.GetElapsedTime(tries.Last);
            if (left > TimeSpan.Zero)
            {
                return left;
            }

            // One more try, and after it the next pause.
            _wrong[name] = (options.Value.WrongPasswordsMax - 1, tries.Last);
            return null;
        }
    }

    public void Wrong(string name)
    {
        lock (_gate)
        {
            if (_wrong.Count >= NamesMax)
            {
                _wrong.Clear();
            }

            _wrong[name] = (_wrong.GetValueOrDefault(name).Wrong + 1, clock.GetTimestamp());
        }
    }

    public void Right(string name)
    {
        lock (_gate)
        {
            _wrong.Remove(name);
        }
    }
}
