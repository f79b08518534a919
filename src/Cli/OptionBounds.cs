using System.CommandLine;

namespace CxOrchestrator.Cli;

/// <summary>Bounds of options: a value outside is wrong usage.</summary>
internal static class OptionBounds
{
    /// <summary>Refuses a value for which <paramref name="holds"/> does not hold; one that cannot be read is refused as that.</summary>
    /// <param name="option">The option, also where it is left out and has a default.</param>
    /// <param name="holds">Whether a value is within the bounds.</param>
    /// <param name="message">What a value must be, as a sentence.</param>
    public static void Require<T>(this Option<T> option, Func<T, bool> holds, string message) => option.Validators.Add(result =>
    {
        try
        {
            if (!holds(result.GetValueOrDefault<T>()!))
            {
                result.AddError(message);
            }
        }
        catch (InvalidOperationException)
        {
            result.AddError(message);
        }
    });
}
