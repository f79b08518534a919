using System.Collections.Immutable;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Channels.Content;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Gateway.Customers;

/// <summary>The words of documents, filled in for one customer by what fills them in when they are sent.</summary>
internal static class TryViews
{
    /// <summary>Of every action of a policy that has words, also of those of variants and after waits.</summary>
    public static IReadOnlyList<FilledText> Texts(PolicyDefinition policy, Facts facts) =>
        [.. facts.Definitions.Actions(policy).All.SelectMany(a => Texts(a.Template, facts))];

    /// <summary>Of every language of a template.</summary>
    public static IReadOnlyList<FilledText> Texts(TemplateDefinition template, Facts facts)
    {
        var chosen = template.For(facts.State.Profile.Language);
        return [.. template.Languages.Select(t => Of("template", null, template, t, t == chosen, facts))];
    }

    private static IEnumerable<FilledText> Texts(ActionTemplate action, Facts facts) =>
        action.Shown is { } shown ? [Words(action.Word, shown.Channel, shown.Template, shown.Subject, shown.Text, facts)] : [];

    private static FilledText Words(string kind, string channel, string? template, string? subject, string text, Facts facts) =>
        template is not null && facts.Definitions.Template(template) is { } definition
            ? Of(kind, channel, definition, definition.For(facts.State.Profile.Language), chosen: true, facts)
            : new FilledText { Kind = kind, Channel = channel, Chosen = true, Format = "text", Subject = subject is null ? null : SubjectLine.Of(Fill(subject, facts)), Text = Fill(text, facts) };

    private static FilledText Of(string kind, string? channel, TemplateDefinition template, TemplateTexts texts, bool chosen, Facts facts)
    {
        var (html, text) = (template.Format == TemplateFormat.Html, texts.Text.Fill(facts));
        return new()
        {
            Kind = kind,
            Channel = channel,
            Language = texts.Language,
            Chosen = chosen,
            Format = html ? "html" : "text",
            Subject = texts.Subject is { } subject ? SubjectLine.Of(subject.Fill(facts)) : null,
            Text = text,
            Plain = html ? Plain(text, template.Id, facts) : null,
        };
    }

    // As it is finished for sending. The customer's own links are made for messages that go out, not for looks at one.
    private static string Plain(string html, string template, Facts facts) => MessageFinisher.Finish(
        new MessageDraft { Action = template, Customer = CustomerKey.For(facts.State.Customer), Channel = "email", Category = PolicyCategory.Service, Policy = template, Body = html, IsHtml = true, Untracked = true },
        new LinkSettings(),
        LinkKeyRing.Empty).Text;

    private static string Fill(string text, Facts facts) => TextTemplate.TryParse(text, out _, out _)?.Fill(facts) ?? text;
}
