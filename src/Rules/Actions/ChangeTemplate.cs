using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>An action that changes the customer alone; nothing leaves the product.</summary>
public abstract record ChangeTemplate : ActionTemplate
{
    private protected ChangeTemplate()
    {
    }

    public sealed override string? ConsentChannel => null;

    public sealed override string? TemplateId => null;

    public sealed override ActionText? Shown => null;

    public sealed override ReturningAction? Returning => null;

    public sealed override IEnumerable<TouchpointMatch> Touchpoints() => [];

    internal sealed override ActionUse Use => default;
}
