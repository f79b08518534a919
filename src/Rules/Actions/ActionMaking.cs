using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Actions;

/// <summary>Makes decided actions of a policy's templates.</summary>
internal static class ActionMaking
{
    /// <summary>The tenant in action ids; the core itself knows none.</summary>
    private const string Tenant = "default";

    public static DecidedAction Make(PolicyDefinition policy, PolicyDecision decision, PlannedAction planned, Facts facts, DateTimeOffset causedAt)
    {
        var (template, ordinal) = (planned.Template, planned.Ordinal);
        return new DecidedAction
        {
            Id = IdOf(facts.State.Customer.Value, policy.Id, decision.Cause, planned.Place),
            Customer = facts.State.Customer,
            Kind = KindOf(template),
            Policy = policy.Id,
            PolicyVersion = policy.Version,
            Category = policy.Category,
            Priority = policy.Priority,
            Cause = decision.Cause,
            Ordinal = ordinal,
            DecidedAt = decision.At,
            ExpiresAt = causedAt + policy.ExpiresAfter,
            Journey = decision.Journey,
            Correlation = decision.Correlation,
            Channel = template.ConsentChannel,
            Cooldown = policy.Cooldown,
            Content = Content(template, facts),
            Variant = decision.Variant,
        };
    }

    /// <summary>The first 128 bits of SHA-256 over tenant, customer, policy, cause and place, in hex. A republished policy makes the same ids.</summary>
    public static string IdOf(string customer, string policy, string cause, int ordinal) =>
        IdOf(customer, policy, cause, ordinal.ToString(CultureInfo.InvariantCulture));

    private static string IdOf(string customer, string policy, string cause, string place)
    {
        // Each part with its length: no two lists of parts read the same.
        var name = new StringBuilder();
        foreach (var part in (ReadOnlySpan<string>)[Tenant, customer, policy, cause, place])
        {
            name.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToString())).AsSpan(0, 16));
    }

    private static ActionKind KindOf(ActionTemplate template) => template switch
    {
        MessageTemplate => ActionKind.Message,
        OfferTemplate => ActionKind.Offer,
        CallbackTemplate => ActionKind.Callback,
        WebhookTemplate => ActionKind.Webhook,
        SetAttributeTemplate => ActionKind.SetAttribute,
        SegmentTemplate => ActionKind.Segment,
        MuteTemplate => ActionKind.Mute,
        _ => throw new UnreachableException($"No kind for {template.GetType().Name}."),
    };

    private static ImmutableArray<KeyValuePair<string, string>> Content(ActionTemplate template, Facts facts)
    {
        var content = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                content.Add(new(name, value));
            }
        }

        void AddWords(string? template, string? subject, string? text)
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

        string? Whole(string? text) => text is null ? null : facts.Definitions.Fill(text, facts);

        // A case or a call with a long value is worth more than none.
        string? Fill(string? text) => text is null ? null : facts.Definitions.FillCut(text, facts);

        switch (template)
        {
            case MessageTemplate message:
                AddWords(message.Template, message.Subject, message.Text);
                break;
            case OfferTemplate offer:
                Add(ActionContent.Offer, offer.Offer);
                Add(ActionContent.Amount, offer.Amount?.ToString(CultureInfo.InvariantCulture));
                Add(ActionContent.Currency, offer.Currency);
                Add(ActionContent.ValidUntil, offer.ValidFor is { } valid ? Time(facts.At + valid) : null);
                Add(ActionContent.Codes, offer.Codes);
                AddWords(offer.Template, null, offer.Text);
                break;
            case CallbackTemplate callback:
                Add(ActionContent.Queue, callback.Queue);
                Add(ActionContent.Priority, callback.Priority.ToString().ToLowerInvariant());
                Add(ActionContent.DueAt, Time(facts.At + callback.Due));
                Add(ActionContent.Reason, Fill(callback.Reason));
                break;
            case WebhookTemplate webhook:
                Add(ActionContent.Url, webhook.Url.AbsoluteUri);
                foreach (var (name, value) in webhook.Data)
                {
                    Add(ActionContent.DataPrefix + name, Fill(value));
                }

                break;
            case SetAttributeTemplate attribute:
                Add(ActionContent.Name, attribute.Name);
                Add(ActionContent.Value, attribute.Value.Kind == Touchpoints.ScalarKind.Text ? Fill(attribute.Value.Text) : attribute.Value.ToString());
                Add(ActionContent.ValueKind, attribute.Value.Kind.ToString().ToLowerInvariant());
                break;
            case SegmentTemplate segment:
                Add(ActionContent.Segment, segment.Segment);
                Add(ActionContent.Change, segment.Add ? "add" : "remove");
                break;
            case MuteTemplate mute:
                Add(ActionContent.Until, Time(facts.At + mute.For));
                break;
            default:
                throw new UnreachableException($"No content for {template.GetType().Name}.");
        }

        return content.DrainToImmutable();
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
