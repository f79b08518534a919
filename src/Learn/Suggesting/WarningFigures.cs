namespace CxOrchestrator.Learn.Suggesting;

/// <summary>How well warnings meet an outcome, over instances whose outcome is known.</summary>
/// <param name="Instances">All of them.</param>
/// <param name="Bad">With the outcome.</param>
/// <param name="Right">Warned of, with the outcome.</param>
/// <param name="Wrong">Warned of, without it.</param>
/// <param name="MedianDays">From the first warning to the outcome, of those warned of rightly; 0 without any.</param>
/// <param name="EarlyRight">Warned of rightly, as many days before as were asked for.</param>
public sealed record WarningFigures(int Instances, int Bad, int Right, int Wrong, double MedianDays, int EarlyRight)
{
    /// <summary>Right warnings among all: Right / (Right + Wrong). 0 where nobody was warned of.</summary>
    public double Precision => Right + Wrong == 0 ? 0 : (double)Right / (Right + Wrong);

    /// <summary>
    /// What the precision is at least, with 90 % confidence: the lower end of Wilson's score interval, z = 1.28 (E. B. Wilson, Probable Inference, JASA 22, 1927).
    /// </summary>
    public double PrecisionAtLeast
    {
        get
        {
            const double Z = 1.2816;
            double n = Right + Wrong;
            return n == 0 ? 0 : (Precision + (Z * Z / (2 * n)) - (Z * Math.Sqrt((Precision * (1 - Precision) / n) + (Z * Z / (4 * n * n))))) / (1 + (Z * Z / n));
        }
    }

    /// <summary>Warned of among those with the outcome: Right / Bad.</summary>
    public double Recall => Bad == 0 ? 0 : (double)Right / Bad;

    /// <summary>The harmonic mean of both: 2 × precision × recall / (precision + recall).</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Warned of early enough among those with the outcome.</summary>
    public double EarlyRecall => Bad == 0 ? 0 : (double)EarlyRight / Bad;

    /// <param name="outcomes">Whether each instance had the outcome.</param>
    /// <param name="days">Days from its first warning to its outcome; negative: none.</param>
    /// <param name="early">Days that were asked for.</param>
    internal static WarningFigures Of(ReadOnlySpan<bool> outcomes, ReadOnlySpan<float> days, double early)
    {
        int bad = 0, right = 0, wrong = 0, soon = 0;
        var leads = new float[outcomes.Length];
        for (var i = 0; i < outcomes.Length; i++)
        {
            bad += outcomes[i] ? 1 : 0;
            if (days[i] >= 0 && outcomes[i])
            {
                leads[right++] = days[i];
                soon += days[i] >= early ? 1 : 0;
            }
            else if (days[i] >= 0)
            {
                wrong++;
            }
        }

        var sorted = leads.AsSpan(0, right);
        sorted.Sort();
        return new WarningFigures(outcomes.Length, bad, right, wrong, right == 0 ? 0 : sorted[right / 2], soon);
    }
}
