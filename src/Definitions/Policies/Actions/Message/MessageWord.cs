using CxOrchestrator.Definitions.Editing;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Definitions.Policies;

/// <summary><c>message</c>: a text on a channel, written here or in a template.</summary>
internal sealed class MessageWord() : FieldsAction(
    new(
        "message", "Send a message", "words on a channel",
        GroupValue.Of(
            ("channel", SingleValue.Of("email")),
            ("subject", SingleValue.Of("About your order")),
            ("text", SingleValue.Of("Hello {customer.name|there},\n\nwe have news for you.\n"))))
    {
        Noun = "the message",
        Sends = true,
    },
    new Shape("message", "a message", "channel", "template", "subject", "text", "link", "linkText", "image", "queue", "providerTemplate"),
    ProviderTemplateReading.Shape)
{
    protected override ActionTemplate? Read(ActionReading reading, Fields fields, int level)
    {
        var template = reading.TemplateOf(fields);
        var channel = fields.Word("channel", required: true) ?? "";
        MessageLinkReading.Check(fields, channel);
        return new MessageTemplate
        {
            Channel = channel,
            Subject = Texts.Optional(fields, "subject", ActionReading.LineLengthMax),
            Text = template is null && !fields.Has("template") ? Texts.Required(fields, "text", ActionReading.TextLengthMax, hasLinks: true) : "",
            Template = template,
            Link = MessageLinkReading.Address(fields, "link"),
            LinkText = Texts.Optional(fields, "linkText", MessageLinkReading.TextLengthMax),
            Image = MessageLinkReading.Address(fields, "image", isSecure: true),
            ProviderTemplate = ProviderTemplateReading.Read(fields),
            Queue = reading.ReplyQueueOf(fields, channel),
        };
    }
}
