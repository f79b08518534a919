using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Send a text on a channel.</summary>
public sealed record MessageTemplate : SendTemplate
{
    public string? Subject { get; init; }

    /// <summary>Empty where a template has the text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where a click leads, a web address with fields in it; null: nowhere.</summary>
    public string? Link { get; init; }

    /// <summary>What the link's button says; null: the app's own word.</summary>
    public string? LinkText { get; init; }

    /// <summary>An image, an https address with fields in it; null: there is none.</summary>
    public string? Image { get; init; }

    /// <summary>What is sent where the provider takes no text of one's own; null: there is none.</summary>
    public ProviderTemplate? ProviderTemplate { get; init; }

    public override string Word => "message";

    public override ActionText? Shown => new(Channel, Template, Subject, Text);

    public override ReturningAction? Returning => new ReturningDelivery(ActionKind.Message, Channel);

    internal override ActionKind? Kind => ActionKind.Message;

    internal override ActionUse Use => default;

    internal override IEnumerable<string> Texts => [Subject ?? "", Text, Link ?? "", LinkText ?? "", Image ?? "", .. ProviderTemplate?.Values.Select(v => v.Value) ?? []];

    internal override void Fill(ActionContents contents)
    {
        contents.AddText(Template, Subject, Text);
        contents.Add(ActionContent.ReplyQueue, Queue);
        contents.AddAddress(ActionContent.Link, Link);
        contents.AddLine(ActionContent.LinkText, LinkText);
        contents.AddAddress(ActionContent.Image, Image);
        if (ProviderTemplate is not { } approved)
        {
            return;
        }

        contents.Add(ActionContent.ProviderTemplate, approved.Name);
        contents.Add(ActionContent.ProviderLanguage, approved.Language);
        contents.Add(ActionContent.ProviderAlways, approved.Always ? "true" : null);
        foreach (var (name, text) in approved.Values)
        {
            contents.AddFilled(ActionContent.ProviderValuePrefix + name, text);
        }
    }
}
