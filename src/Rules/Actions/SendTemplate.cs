using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Conditions;

namespace CxOrchestrator.Rules.Policies;

/// <summary>An action that reaches the customer on a channel.</summary>
public abstract record SendTemplate : ActionTemplate
{
    private protected SendTemplate()
    {
    }

    public required string Channel { get; init; }

    /// <summary>Id of the template that has the text; null: the policy has it.</summary>
    public string? Template { get; init; }

    /// <summary>The queue that replies go to; null: where the connection says.</summary>
    public string? Queue { get; init; }

    public sealed override string? ConsentChannel => Channel;

    public sealed override string? TemplateId => Template;

    public sealed override IEnumerable<TouchpointMatch> Touchpoints() => [];
}
