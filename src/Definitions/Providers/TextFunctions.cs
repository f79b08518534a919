using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DevLab.JmesPath.Functions;
using Newtonsoft.Json.Linq;

namespace CxOrchestrator.Definitions.Providers;

/// <summary><c>base64_decode(text)</c>: the text that Base64 holds; null where it is none.</summary>
internal sealed class Base64DecodeFunction() : JmesPathFunction("base64_decode", 1)
{
    public override JToken Execute(params JmesPathFunctionArgument[] args)
    {
        if (args[0].Token is not JValue { Value: string text })
        {
            return JValue.CreateNull();
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/'), bytes, out var length)
            ? new JValue(Encoding.UTF8.GetString(bytes, 0, length))
            : JValue.CreateNull();
    }
}

/// <summary><c>plain_text(html)</c>: the text of HTML without its tags; null where it is no text.</summary>
internal sealed partial class PlainTextFunction() : JmesPathFunction("plain_text", 1)
{
    public override JToken Execute(params JmesPathFunctionArgument[] args) => args[0].Token is JValue { Value: string text }
        ? new JValue(WebUtility.HtmlDecode(Spaces().Replace(Tags().Replace(Breaks().Replace(text, "\n"), ""), " ")).Trim())
        : JValue.CreateNull();

    [GeneratedRegex("<(?:br|/p|/div|/li)[^>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Breaks();

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex("[ \\t\\u00a0]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}

/// <summary><c>rescale(number, from, to, newFrom, newTo)</c>: a score on another scale, linear; null where it is no number, or the scale has no length.</summary>
internal sealed class RescaleFunction() : JmesPathFunction("rescale", 5)
{
    public override JToken Execute(params JmesPathFunctionArgument[] args)
    {
        var numbers = args.Select(a => NumberOf(a.Token)).ToArray();
        if (numbers.Any(n => n is null) || numbers[1] == numbers[2])
        {
            return JValue.CreateNull();
        }

        var share = (numbers[0]!.Value - numbers[1]!.Value) / (numbers[2]!.Value - numbers[1]!.Value);
        return new JValue(numbers[3]!.Value + (share * (numbers[4]!.Value - numbers[3]!.Value)));
    }

    private static double? NumberOf(JToken token) => token switch
    {
        JValue { Value: string text } => double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null,
        JValue { Value: long or int or double or decimal or float } value => value.Value<double>(),
        _ => null,
    };
}
