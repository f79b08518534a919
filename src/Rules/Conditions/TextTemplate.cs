using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>A text with fields in braces: <c>Hello {customer.name|there}</c>. A doubled brace is the brace itself.</summary>
public sealed class TextTemplate : IText
{
    /// <summary>Longest text that a template makes, in characters.</summary>
    public const int LengthMax = 20_000;

    private readonly ImmutableArray<Part> _parts;

    private TextTemplate(ImmutableArray<Part> parts) => _parts = parts;

    private readonly record struct Part(string Text, FieldPath? Field, int At);

    /// <summary>The fields it names, each with the index of its opening brace.</summary>
    public IEnumerable<(FieldPath Field, int At)> Fields => from part in _parts where part.Field is not null select (part.Field.GetValueOrDefault(), part.At);

    public IEnumerable<FieldPath> Names => Fields.Select(f => f.Field);

    /// <summary>The template, or null with what is wrong and at which character.</summary>
    public static TextTemplate? TryParse(string text, out string error, out int errorAt)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        error = "";
        for (errorAt = 0; errorAt < text.Length; errorAt++)
        {
            var c = text[errorAt];
            if (c is '{' or '}' && errorAt + 1 < text.Length && text[errorAt + 1] == c)
            {
                literal.Append(c);
                errorAt++;
            }
            else if (c == '}')
            {
                error = "a closing brace without an opening one; write }} for the sign itself";
                return null;
            }
            else if (c == '{')
            {
                var end = text.IndexOf('}', errorAt);
                if (end < 0)
                {
                    error = "an opening brace that is not closed; write {{ for the sign itself";
                    return null;
                }

                var inside = text[(errorAt + 1)..end];
                var bar = inside.IndexOf('|', StringComparison.Ordinal);
                if (!FieldPath.TryParse((bar < 0 ? inside : inside[..bar]).Trim(), out var field))
                {
                    error = $"'{inside}' is no field; write one like {{customer.name}} or {{customer.name|there}}";
                    return null;
                }

                parts.Add(new(literal.ToString(), null, 0));
                literal.Clear();
                parts.Add(new(bar < 0 ? "" : inside[(bar + 1)..], field, errorAt));
                errorAt = end;
            }
            else
            {
                literal.Append(c);
            }
        }

        parts.Add(new(literal.ToString(), null, 0));
        return new TextTemplate(parts.ToImmutable());
    }

    /// <summary>The text with its fields filled in; a missing one gives its fallback. Throws where it is longer than <see cref="LengthMax"/>.</summary>
    public string Fill(Facts facts) =>
        FillCut(facts, out var cut) is var text && !cut ? text : throw new TemplateFailedException($"the text is longer than {LengthMax:N0} characters");

    /// <summary>
    /// The text with its fields filled in and escaped for an address; null where it is longer than that. A value of dots alone counts as missing: in a
    /// path it would lead out of its folder.
    /// </summary>
    public string? FillEscaped(Facts facts, int lengthMax)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.Field switch
            {
                null => part.Text,
                { } field when Amounts.Text(field, facts) is { } value && value.AsSpan().ContainsAnyExcept('.') => Uri.EscapeDataString(value),
                _ => Uri.EscapeDataString(part.Text),
            });
            if (text.Length > lengthMax)
            {
                return null;
            }
        }

        return text.ToString();
    }

    /// <summary>The text with its fields filled in, cut where it is longer than <see cref="LengthMax"/>.</summary>
    public string FillCut(Facts facts, out bool cut)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            // A text with hundreds of fields and a customer with long values would make megabytes that are cut anyway.
            if (text.Length > LengthMax)
            {
                break;
            }

            if (part.Field is { } field && Amounts.Text(field, facts) is { } value)
            {
                text.Append(value);
            }
            else
            {
                text.Append(part.Text);
            }
        }

        cut = text.Length > LengthMax;
        return Graphemes.Cut(text.ToString(), LengthMax);
    }
}
