using System.Runtime.CompilerServices;
using Fluid;
using Fluid.Parser;
using Parlot.Fluent;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// Parses templates within bounds. The parser goes down one call for each level of a text, and a stack that is used up ends the whole
/// process: it is stopped long before.
/// </summary>
internal static class LiquidParsing
{
    /// <summary>Most blocks, conditions and filters in each other.</summary>
    public const int LevelsMax = 30;

    /// <summary>What is said of a text with more levels.</summary>
    public static readonly string TooDeep = $"goes deeper than {LevelsMax} levels of blocks, conditions and filters in each other; make it flatter";

    /// <summary>Deepest nesting of parsers; a level of a text takes some twenty.</summary>
    private const int DepthMax = 40 * LevelsMax;

    /// <summary>Most parsers that are tried on one text: what is longest and still readable takes a tenth of it.</summary>
    private const int StepsMax = 5_000_000;

    private const int ReasonLengthMax = 150;

    /// <summary>The template, or null with the reason.</summary>
    public static IFluidTemplate? Parse(string text, out string why)
    {
        var (depth, steps) = (0, 0);
        var context = new FluidParseContext(text)
        {
            OnEnterParser = (_, _) =>
            {
                if (++depth > DepthMax || ++steps > StepsMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
                {
                    throw new InsufficientExecutionStackException();
                }
            },
            OnExitParser = (_, _) => depth--,
        };
        try
        {
            why = "";
            if (Liquid.Parser.Grammar.TryParse(context, out var statements, out var error))
            {
                return new FluidTemplate(statements);
            }

            why = Unreadable(error?.Message ?? "it is no template");
        }
        catch (InsufficientExecutionStackException)
        {
            why = TooDeep;
        }
        catch (Exception exception) when (exception is Fluid.ParseException or Parlot.ParseException)
        {
            why = Unreadable(exception.Message);
        }

        return null;
    }

    // The parser quotes the whole text after its reason.
    private static string Unreadable(string error)
    {
        var reason = error.Split('\n', 2)[0].Trim().TrimEnd('.');
        var shown = reason.Length <= ReasonLengthMax ? reason : $"{reason.AsSpan(0, ReasonLengthMax)}...";
        return $"cannot be read as a template: {shown}. It may use {{{{ field }}}} and the tags {string.Join(", ", Liquid.Tags.Take(10))}";
    }
}
