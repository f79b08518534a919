using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using Fluid;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>Reads a text with Liquid in it and reports what is wrong where it is written.</summary>
internal static class LiquidField
{
    /// <summary>The text where it can be read, alone; its errors are reported.</summary>
    public static TextNode? Text(SourceFile file, Node? node, string name, int lengthMax, bool published) =>
        Fields.Text(file, node, name, lengthMax) is not null && Read(file, (TextNode)node!, name, published) is not null ? (TextNode)node! : null;

    /// <summary>The template with what was found in it; null, and an error, where it cannot be read.</summary>
    public static (IFluidTemplate Template, LiquidCheck Check)? Read(SourceFile file, TextNode written, string name, bool published)
    {
        var text = written.Value;
        if (LiquidParsing.Parse(text, out var unread) is not { } template)
        {
            file.Error(written.Place, $"'{name}' {unread}");
            return null;
        }

        var check = new LiquidCheck();
        check.VisitTemplate(template);
        if (check.TooDeep)
        {
            file.Error(written.Place, $"'{name}' {LiquidParsing.TooDeep}");
            return null;
        }

        foreach (var (near, message) in published ? check.Errors : check.Errors.Concat(check.Missing))
        {
            file.Error(written.At(Math.Max(0, text.IndexOf(near, StringComparison.Ordinal))), message);
        }

        foreach (var (form, attribute) in check.Forms)
        {
            var at = Math.Max(0, text.IndexOf(form, StringComparison.Ordinal));
            if (attribute is null)
            {
                file.References?.Form(file, written.At(at), form);
            }
            else
            {
                file.References?.FormAttribute(file, written.At(Math.Max(at, text.IndexOf($"{attribute}:", at, StringComparison.Ordinal))), form, attribute);
            }
        }

        return (template, check);
    }
}
