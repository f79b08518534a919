using System.Text.RegularExpressions;
using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Definitions.Policies;

/// <summary>Reads where a click on a message leads, and its image.</summary>
internal static partial class MessageLinkReading
{
    /// <summary>Longest text of a link's button, in characters.</summary>
    public const int TextLengthMax = 60;

    private const string InApp = "in-app";
    private const string Push = "push";

    /// <summary>Refuses what the channel or the message has no use for: nothing is accepted and left out later.</summary>
    public static void Check(Fields fields, string channel)
    {
        if (channel.Length > 0)
        {
            foreach (var name in (ReadOnlySpan<string>)["link", "linkText", "image"])
            {
                if (fields.Has(name) && channel is not (InApp or Push))
                {
                    fields.File.Error(fields.PlaceOf(name), $"only messages on in-app and push have '{name}'; put it into the text, or change the channel");
                }
            }
        }

        if (fields.Has("linkText") && channel == Push)
        {
            fields.File.Error(fields.PlaceOf("linkText"), "a push notification has no button for a 'linkText'; remove it: a click on the notification follows the link");
        }
        else if (fields.Has("linkText") && !fields.Has("link"))
        {
            fields.File.Error(fields.PlaceOf("linkText"), "'linkText' is the text of a link; add 'link', or remove it");
        }
    }

    /// <summary>A web address, in which fields are filled in behind the host alone: no value of a customer decides whose page it is.</summary>
    /// <param name="fields">The message.</param>
    /// <param name="name">The field that has it.</param>
    /// <param name="isSecure">Only https is taken.</param>
    public static string? Address(Fields fields, string name, bool isSecure = false)
    {
        if (Texts.Optional(fields, name, AddressTexts.LengthMax) is not { } text || TextTemplate.TryParse(text, out _, out _) is not { } template)
        {
            return null;
        }

        var node = (TextNode)fields.Optional(name)!;
        if (template.Fields.Select(f => (int?)f.At).FirstOrDefault() is { } first && !Host().IsMatch(text[..first]))
        {
            fields.File.Error(node.At(first), $"'{name}' begins with a field, so a value could lead to another site; write the address as far as the slash after its host, like https://shop.example/{text[first..(text.IndexOf('}', first) + 1)]}");
            return null;
        }

        var sample = Field().Replace(text, "x");
        var why = AddressTexts.Read(sample) is not { } address ? $"is no web address; write it whole, beginning with {(isSecure ? "https://" : "https:// or http://")}"
            : isSecure && address.Scheme != "https" ? "has to begin with https://: apps and browsers refuse images from elsewhere"
            : sample.Any(char.IsWhiteSpace) ? "holds a space; remove it, or write %20"
            : null;
        if (why is null)
        {
            return text;
        }

        fields.File.Error(node.Place, $"'{Fields.Short(text)}' {why}");
        return null;
    }

    [GeneratedRegex(@"^[Hh][Tt][Tt][Pp][Ss]?://[^/?#\\{}\s]+[/?#]", RegexOptions.CultureInvariant)]
    private static partial Regex Host();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
