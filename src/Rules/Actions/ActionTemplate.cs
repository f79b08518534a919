using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>
/// What a policy does; a closed family. Each kind answers everything that is asked of an action itself. Texts may name fields in braces:
/// <c>{customer.name}</c>, <c>{touchpoint.order}</c>, <c>{name|there}</c> with a fallback.
/// </summary>
public abstract record ActionTemplate
{
    private protected ActionTemplate()
    {
    }

    /// <summary>As documents write it: <c>message</c>, <c>addToSegment</c>.</summary>
    public abstract string Word { get; }

    /// <summary>The channel whose consent is needed; null where none is.</summary>
    public abstract string? ConsentChannel { get; }

    /// <summary>It reaches the customer: a message or an offer.</summary>
    public bool IsSend => ConsentChannel is not null;

    /// <summary>Id of the template that has its text; null: none.</summary>
    public abstract string? TemplateId { get; }

    /// <summary>Its text as people read it before it is filled in; null where it has none.</summary>
    public abstract ActionText? Shown { get; }

    /// <summary>What may come back of it as a touchpoint; null: nothing that is known.</summary>
    public abstract ReturningAction? Returning { get; }

    /// <summary>The touchpoints that it and the actions within it name.</summary>
    public abstract IEnumerable<TouchpointMatch> Touchpoints();

    /// <summary>What it becomes when it is decided; null for a wait, which is no action of its own.</summary>
    internal abstract ActionKind? Kind { get; }

    /// <summary>What it asks of limits that customers share, apart from its channel.</summary>
    internal abstract ActionUse Use { get; }

    /// <summary>Texts of the document that may name fields.</summary>
    internal abstract IEnumerable<string> Texts { get; }

    /// <summary>Adds what is to be sent, its texts filled in. Not asked of a wait.</summary>
    internal abstract void Fill(ActionContents contents);
}
