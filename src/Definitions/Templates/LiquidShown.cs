using Fluid;
using Fluid.Ast;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>Has every output of a template show numbers with all their digits: the library shows them as IEEE doubles.</summary>
internal sealed class LiquidShown : AstRewriter
{
    /// <summary>Not for templates to write: it is put where it is needed.</summary>
    public const string Filter = "shown";

    protected override Statement VisitOutputStatement(OutputStatement outputStatement) =>
        new OutputStatement(new FilterExpression(outputStatement.Expression, Filter, []));
}
