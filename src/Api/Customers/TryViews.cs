using CxOrchestrator.Api.Definitions;

namespace CxOrchestrator.Api.Customers;

/// <summary>Body of <c>POST /v1/customers/{customer}/try</c>: a document that need not be published.</summary>
public sealed record TryRequest
{
    /// <summary>policy, segment or template.</summary>
    public required string Kind { get; init; }

    public required string Id { get; init; }

    /// <summary>The document in YAML, at most 1 MiB. It replaces the published one.</summary>
    public required string Text { get; init; }

    /// <summary>Of HTML: the text that goes out beside it, for mail programs that show no HTML.</summary>
    public string? Plain { get; init; }
}

/// <summary>What a document would mean for a customer now. Nothing is sent, nothing is stored.</summary>
public sealed record TryView
{
    public required string Customer { get; init; }

    /// <summary>Errors of the text, checked against the published set; the rest is empty then.</summary>
    public required IReadOnlyList<DocumentProblem> Problems { get; init; }

    /// <summary>Of a policy: every condition and limit with its value now.</summary>
    public WhyView? Why { get; init; }

    /// <summary>Of a segment: every condition with its value now.</summary>
    public IReadOnlyList<ConditionView>? Conditions { get; init; }

    /// <summary>Of a segment: the customer is in it now.</summary>
    public bool? Member { get; init; }

    /// <summary>The texts of a policy's actions, or of a template, personalized for this customer.</summary>
    public required IReadOnlyList<FilledText> Texts { get; init; }

    /// <summary>Of a policy: when it would last have been triggered by what is stored of the customer, and what would have come of it; null: too much is stored, or not all any more.</summary>
    [Sensitive(SensitiveKind.Sentence)]
    public string? Past { get; init; }

    /// <summary>The touchpoint that is taken as the trigger: "Order placed of 12 Nov 2026 14:05", the customer's last; null: there was none.</summary>
    public string? Touchpoint { get; init; }
}

/// <summary>Texts with their fields filled in.</summary>
public sealed record FilledText
{
    /// <summary>message, offer, callback, template.</summary>
    public required string Kind { get; init; }

    /// <summary>Channel of a message or an offer, queue of a callback.</summary>
    public string? Channel { get; init; }

    /// <summary>Of a template: the language of the text.</summary>
    public string? Language { get; init; }

    /// <summary>This is the text that the customer would get: their language, or the fallback.</summary>
    public required bool Chosen { get; init; }

    /// <summary>text or html.</summary>
    public required string Format { get; init; }

    public string? Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>Of HTML: the text that goes out beside it, for mail programs that show no HTML.</summary>
    public string? Plain { get; init; }
}
