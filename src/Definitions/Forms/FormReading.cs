using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Templates.Blocks;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Forms;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Definitions.Forms;

/// <summary>Reads a form.</summary>
internal static class FormReading
{
    /// <summary>Longest line of a form, in characters.</summary>
    public const int LineLengthMax = 200;

    /// <summary>Longest question and longest thanks, in characters.</summary>
    public const int TextLengthMax = 1_000;

    private static readonly TimeSpan ValidForMin = TimeSpan.FromHours(1);
    private static readonly TimeSpan ValidForMax = TimeSpan.FromDays(366);

    private static readonly ImmutableArray<string> OfScore = ["question", "low", "high"];

    /// <summary>Names that attributes cannot have.</summary>
    private static readonly ImmutableArray<string> Taken = [FormDefinition.FormAttribute, FormDefinition.ScoreParameter];

    public static FormDefinition Read(Fields fields, string id, string name, int version)
    {
        FormScore? score = fields.Has("score")
            ? fields.Choice("score", FormScore.Nps, ("nps", FormScore.Nps), ("csat", FormScore.Csat), ("ces", FormScore.Ces))
            : null;
        var comment = fields.Choice("comment", FormComment.None, ("none", FormComment.None), ("optional", FormComment.Optional), ("required", FormComment.Required));
        if (score is null && comment == FormComment.None)
        {
            fields.File.Error(fields.Place, "a form asks for something: give it a 'score' (nps, csat or ces), a 'comment' (optional or required), or both");
        }

        if (comment == FormComment.None && fields.Has("commentMax"))
        {
            fields.File.Error(fields.PlaceOf("commentMax"), "'commentMax' is the longest comment, and this form asks for none; write 'comment: optional', or remove it");
        }

        var color = Color(fields);
        return new FormDefinition
        {
            Id = id,
            Name = name,
            Version = version,
            Score = score,
            Comment = comment,
            CommentLengthMax = fields.Whole("commentMax", 1, Feedback.TextLengthMax, FormDefinition.CommentLengthDefault),
            Touchpoint = Touchpoint(fields),
            Attributes = Attributes(fields),
            ValidFor = fields.Duration("validFor", ValidForMin, ValidForMax, FormDefinition.ValidForDefault),
            Color = color?.ToString(),
            LabelColor = color?.Label.ToString(),
            Logo = Logo(fields),
            Fallback = Languages.Fallback(fields),
            Languages = Texts(fields, score, comment),
        };
    }

    private static string Touchpoint(Fields fields)
    {
        var type = fields.Word("touchpoint") ?? FormDefinition.TouchpointDefault;
        if (type.Contains('*'))
        {
            fields.File.Error(fields.PlaceOf("touchpoint"), "an answer becomes a touchpoint of one type; write it whole, like survey.answered");
        }

        return type;
    }

    private static ImmutableArray<string> Attributes(Fields fields)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var node in fields.Items(fields.Optional("attributes"), "attributes", FormDefinition.AttributesMax))
        {
            if (fields.Text(node, "attributes", Fields.IdLengthMax) is not { } name)
            {
                continue;
            }

            if (!char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            {
                fields.File.Error(node.Place, $"'{Fields.Short(name)}' cannot be an attribute of a link; use letters, digits and underscores, beginning with a letter, like order");
            }
            else if (Taken.Contains(name))
            {
                fields.File.Error(node.Place, $"'{name}' has a meaning of its own in links and answers; choose another name");
            }
            else if (names.Contains(name))
            {
                fields.File.Error(node.Place, $"'{name}' is listed twice; keep one");
            }
            else
            {
                names.Add(name);
            }
        }

        return names.ToImmutable();
    }

    private static MailColor? Color(Fields fields)
    {
        var node = fields.Optional("color");
        if (fields.Text(node, "color", Fields.NameLengthMax) is not { } text)
        {
            return null;
        }

        if (MailColor.Parse(text) is not { } color)
        {
            fields.File.Error(node!.Place, $"'{Fields.Short(text)}' is no colour; write it like \"#3445c4\", in quotes");
            return null;
        }

        return color;
    }

    private static string? Logo(Fields fields)
    {
        var node = fields.Optional("logo");
        if (fields.Text(node, "logo", Fields.NameLengthMax) is not { } text)
        {
            return null;
        }

        if (MessageImages.FileOf(text) is not { } file)
        {
            fields.File.Error(node!.Place, MailLinks.NoReference(Fields.Short(text)));
            return null;
        }

        return file;
    }

    private static ImmutableArray<FormTexts> Texts(Fields fields, FormScore? score, FormComment comment)
    {
        if (fields.Required("languages") is not { } node)
        {
            return [];
        }

        if (node is not MapNode { Entries.IsEmpty: false } map)
        {
            fields.File.Error(node.Place, "'languages' is a group of languages, each with its texts, like {en: {title: ..., question: ...}}");
            return [];
        }

        var languages = ImmutableArray.CreateBuilder<FormTexts>();
        foreach (var entry in Fields.Distinct(fields.File, map, Languages.Max, "keep one"))
        {
            var language = Languages.Read(fields.File, entry.Key);
            if (Fields.Open(fields.File, entry.Value, FormShapes.Texts) is { } texts)
            {
                languages.Add(Texts(texts, language, score, comment));
            }
        }

        return languages.ToImmutable();
    }

    private static FormTexts Texts(Fields fields, string language, FormScore? score, FormComment comment)
    {
        // Of a form that asks for nothing it is not known what its texts are for.
        foreach (var field in score is null && comment != FormComment.None ? OfScore.Where(fields.Has) : [])
        {
            fields.File.Error(fields.PlaceOf(field), $"'{field}' belongs to a score, and this form asks for none; give the form a 'score', or remove it");
        }

        if (comment == FormComment.None && score is not null && fields.Has("comment"))
        {
            fields.File.Error(fields.PlaceOf("comment"), "this form asks for no comment; give it 'comment: optional' or 'comment: required', or remove the text");
        }

        return new FormTexts
        {
            Language = language,
            Title = fields.Text(fields.Required("title"), "title", LineLengthMax) ?? "",
            Question = score is null ? null : fields.Text(fields.Required("question"), "question", TextLengthMax),
            Low = score is null ? null : fields.Text("low", LineLengthMax),
            High = score is null ? null : fields.Text("high", LineLengthMax),
            Comment = comment == FormComment.None ? null : fields.Text(fields.Required("comment"), "comment", TextLengthMax),
            Thanks = fields.Text("thanks", TextLengthMax),
        };
    }
}
