using System.Globalization;
using System.Text;

namespace CxOrchestrator.Sources.Files;

/// <summary>A source document for a file for which there is none, guessed from its columns: a beginning, for people to correct.</summary>
public static class SourceProposal
{
    /// <summary>Most columns that become attributes.</summary>
    private const int AttributesMax = 30;

    /// <param name="id">Of the document.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="columns">Of the file.</param>
    public static string Of(string id, string name, IEnumerable<PreviewColumn> columns)
    {
        var of = new ProposedColumns(columns);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"kind: source\nid: {id}\nname: {Quoted(name)}\n# Guessed from the columns of a file. Each row is an event.\nevents: body\n");
        text.Append(of.Type is { } type ? $"type: {Event(type)}\n" : "type: \"'row'\"\n");
        Line(text, "eventId", of.EventId);
        Line(text, "at", of.At);
        Line(text, "customer", of.Customer);
        if (of.Email is not null || of.Phone is not null)
        {
            text.Append("identities:\n");
            Line(text, "  email", of.Email);
            Line(text, "  phone", of.Phone);
        }
        else if (of.Customer is null)
        {
            text.Append("# No column says who the customer is. Name the one that does, here or under identities.\ncustomer: event.customer\n");
        }

        Line(text, "channel", of.Channel);
        Attributes(text, of);
        Value(text, of);
        Feedback(text, of);
        text.Append(of.Type is { } word ? $"generic: {Event(word)}\n" : $"touchpoints:\n  row: {{as: {TypeOf(of)}}}\n");
        return text.ToString();
    }

    private static void Attributes(StringBuilder text, ProposedColumns of)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in of.Others.Take(AttributesMax))
        {
            if (Name(column.Name) is { Length: > 0 } name && names.Add(name))
            {
                text.Append(names.Count == 1 ? "attributes:\n" : "").Append(CultureInfo.InvariantCulture, $"  {name}: {Event(column)}\n");
            }
        }
    }

    private static void Value(StringBuilder text, ProposedColumns of)
    {
        if (of.Amount is not { } amount)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"value:\n  amount: {Event(amount)}\n")
            .Append(of.Currency is { } currency ? $"  currency: {Event(currency)}\n" : "  # No column says the currency.\n  currency: \"'EUR'\"\n");
    }

    private static void Feedback(StringBuilder text, ProposedColumns of)
    {
        if (of is { Nps: null, Csat: null, Ces: null, Score: null, Comment: null })
        {
            return;
        }

        text.Append("feedback:\n");
        Line(text, "  nps", of.Nps);
        Line(text, "  csat", of.Csat);
        Line(text, "  ces", of.Ces);
        if (of.Score is { } score)
        {
            // Up to 5 it is likely to be satisfaction, else a recommendation from 0 to 10.
            var five = score.Examples.All(e => double.TryParse(e, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value <= 5);
            Line(text, five ? "  csat" : "  nps", score);
        }

        Line(text, "  text", of.Comment);
    }

    private static string TypeOf(ProposedColumns of) =>
        of is { Nps: null, Csat: null, Ces: null, Score: null, Comment: null } ? of.Amount is null ? "row.recorded" : "order.placed" : "survey.answered";

    private static void Line(StringBuilder text, string field, PreviewColumn? column)
    {
        if (column is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{field}: {Event(column)}\n");
        }
    }

    private static string Event(PreviewColumn column)
    {
        var plain = column.Name.Length > 0 && !char.IsAsciiDigit(column.Name[0]) && column.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        return plain ? $"event.{column.Name}" : Quoted($"event.{Quoted(column.Name)}");
    }

    // The name of an attribute: orderNo of "Order no.".
    private static string Name(string column)
    {
        var name = new StringBuilder();
        var next = false;
        foreach (var c in column)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                next = name.Length > 0;
                continue;
            }

            if (name.Length > 0 || !char.IsAsciiDigit(c))
            {
                name.Append(next ? char.ToUpperInvariant(c) : name.Length == 0 ? char.ToLowerInvariant(c) : c);
                next = false;
            }
        }

        return name.ToString();
    }

    private static string Quoted(string text) => $"\"{string.Concat(text.Where(c => !char.IsControl(c))).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
