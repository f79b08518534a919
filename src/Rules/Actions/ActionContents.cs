using System.Collections.Immutable;
using System.Globalization;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Actions;

/// <summary>Gathers what an action sends, its texts filled in for one customer; see <see cref="ActionContent"/> for the names.</summary>
internal sealed class ActionContents(Facts facts)
{
    private readonly ImmutableArray<KeyValuePair<string, string>>.Builder _content = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();

    public ImmutableArray<KeyValuePair<string, string>> Drain() => _content.DrainToImmutable();

    /// <summary>Adds nothing where there is no value.</summary>
    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            _content.Add(new(name, value));
        }
    }

    /// <summary>The moment that long after the decision, RFC 3339 in UTC.</summary>
    public void AddTime(string name, TimeSpan? after) =>
        Add(name, after is { } time ? (facts.At + time).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null);

    /// <summary>A text with its fields filled in. Cut where it gets too long: a case or a call with a long value is worth more than none.</summary>
    public void AddFilled(string name, string? text) => Add(name, text is null ? null : facts.Definitions.FillCut(text, facts));

    /// <summary>A text of one line with its fields filled in.</summary>
    public void AddLine(string name, string? text) => Add(name, text is null ? null : SubjectLine.Of(facts.Definitions.FillCut(text, facts)));

    /// <summary>A web address with its fields filled in and escaped. Added only where it is complete: half an address leads somewhere else.</summary>
    public void AddAddress(string name, string? text) => Add(name, text is null ? null : facts.Definitions.FillAddress(text, facts));

    /// <summary>Subject and text of a message or an offer, from a template in the customer's language or from the policy.</summary>
    public void AddText(string? template, string? subject, string? text)
    {
        var definition = template is null ? null : facts.Definitions.Template(template);
        var texts = definition?.For(facts.State.Profile.Language);
        var place = definition is null ? "the policy's text" : $"template {definition.Id} ({texts!.Language})";
        try
        {
            var line = texts is null ? Whole(subject) : texts.Subject?.Fill(facts);
            var body = texts is null ? Whole(text) : texts.Text.Fill(facts);
            Add(ActionContent.Subject, line is null ? null : SubjectLine.Of(line));
            Add(ActionContent.Text, body);
        }
        catch (TemplateFailedException failure)
        {
            // No half-made text goes anywhere: the action is decided, and admission holds it.
            Add(ActionContent.Problem, $"{place}: {failure.Message}");
        }

        Add(ActionContent.Language, texts?.Language);
        Add(ActionContent.Format, definition?.Format == TemplateFormat.Html ? "html" : null);
    }

    private string? Whole(string? text) => text is null ? null : facts.Definitions.Fill(text, facts);
}
