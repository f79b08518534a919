namespace CxOrchestrator.Gateway.Voice;

/// <summary>
/// Whether a count of the last week is more than its own past explains. Both are taken as counts of Poisson processes, and the conditional test of Przyborowski and
/// Wilenski (Biometrika 31, 1940) compares their rates: given n remarks in both, those of the last week are Binomial(n, 7 / (7 + days before)) if nothing changed.
/// Unlike a bound on the mean of the weeks before, it knows that a mean of few remarks is uncertain.
/// </summary>
internal static class RisingReasons
{
    /// <summary>Days of the last week.</summary>
    public const int LastDays = 7;

    /// <summary>Days before that it is compared with.</summary>
    public const int PastDays = 28;

    /// <summary>Remarks in the last week without which nothing rises, however rare the reason was.</summary>
    public const long CountMin = 5;

    /// <summary>How often a reason that did not change is marked, at most. Some twenty reasons are looked at together, so it is a small share.</summary>
    public const double Chance = 0.001;

    /// <param name="last">Remarks of the last week.</param>
    /// <param name="past">Remarks of the days before.</param>
    /// <param name="pastDays">How many days before are known, of 28. Fewer than a week say nothing of a past.</param>
    public static bool Rises(long last, long past, int pastDays) =>
        last >= CountMin && pastDays >= LastDays && last * pastDays > past * LastDays && Tail(last, last + past, (double)LastDays / (LastDays + pastDays)) < Chance;

    /// <summary>Probability of at least that many of n, each with the share p.</summary>
    internal static double Tail(long least, long n, double p)
    {
        // Each term from the one before: P(k + 1) = P(k) (n - k) / (k + 1) p / (1 - p). Above the mean they only get smaller.
        var term = Math.Exp(LogFactorial(n) - LogFactorial(least) - LogFactorial(n - least) + (least * Math.Log(p)) + ((n - least) * Math.Log(1 - p)));
        var sum = 0.0;
        for (var k = least; k <= n && term > 0; k++)
        {
            sum += term;
            term *= (double)(n - k) / (k + 1) * (p / (1 - p));
            if (k > n * p && term < sum * 1e-12)
            {
                break;
            }
        }

        return Math.Min(1, sum);
    }

    // Stirling's series; exact enough from 32 on.
    private static double LogFactorial(long n)
    {
        if (n < 32)
        {
            var log = 0.0;
            for (var i = 2L; i <= n; i++)
            {
                log += Math.Log(i);
            }

            return log;
        }

        return (n * Math.Log(n)) - n + (0.5 * Math.Log(2 * Math.PI * n)) + (1.0 / (12.0 * n)) - (1.0 / (360.0 * Math.Pow(n, 3)));
    }
}
