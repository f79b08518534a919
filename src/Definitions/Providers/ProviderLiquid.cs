using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CxOrchestrator.Definitions.Templates;
using CxOrchestrator.Rules.Conditions;
using Fluid;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>The filters of provider documents: they bring a value into the form that a provider takes. What is made is bounded.</summary>
internal static class ProviderLiquid
{
    /// <summary>Longest text that is made, in characters, also on the way: an e-mail with its styles is far below.</summary>
    public const int LengthMax = 2_000_000;

    /// <summary>Not for documents to write: it is put where a part of an address is filled in.</summary>
    public const string UrlPart = "url_part";

    public static readonly IReadOnlyList<string> FilterNames = ["default", "upcase", "downcase", "strip", "replace", "remove", "truncate", "json", "base64", "escape"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TemplateOptions Options { get; } = Make();

    private static TemplateOptions Make()
    {
        var options = new TemplateOptions { MaxSteps = Liquid.StepsMax, CultureInfo = CultureInfo.InvariantCulture, TimeZone = TimeZoneInfo.Utc };
        var known = new TemplateOptions().Filters;
        options.Filters.Clear();
        foreach (var name in FilterNames)
        {
            if (known.TryGetValue(name, out var filter))
            {
                options.Filters.AddFilter(name, async (input, arguments, context) => Bounded(await filter(Bounded(input), arguments, context)));
            }
        }

        options.Filters.AddFilter("json", (input, _, context) => new(new StringValue(Json(input, context), encode: false)));
        options.Filters.AddFilter("base64", (input, _, _) => new(new StringValue(Convert.ToBase64String(Encoding.UTF8.GetBytes(input.ToStringValue())))));
        options.Filters.AddFilter("escape", (input, _, _) => new(new StringValue(Markup(input.ToStringValue()))));
        options.Filters.AddFilter(UrlPart, (input, _, _) => new(new StringValue(Part(input.ToStringValue()))));
        return options;
    }

    // Dots alone would lead to another path.
    private static string Part(string value) =>
        value is "." or ".." ? throw new TemplateFailedException("a part of the address consists of dots") : Uri.EscapeDataString(value);

    private static string Markup(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Json(FluidValue value, TemplateContext context) => value switch
    {
        DictionaryValue => JsonSerializer.Serialize(
            value.Enumerate(context).OfType<ArrayValue>().ToDictionary(p => p.Values[0].ToStringValue(), p => p.Values[1].ToStringValue(), StringComparer.Ordinal), Readable),
        NilValue => "null",
        _ => JsonSerializer.Serialize(value.ToStringValue(), Readable),
    };

    private static FluidValue Bounded(FluidValue value) =>
        value is StringValue && value.ToStringValue().Length > LengthMax ? throw new TemplateFailedException($"a text is longer than {LengthMax:N0} characters") : value;
}
