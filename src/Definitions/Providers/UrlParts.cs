using Fluid;
using Fluid.Ast;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>Has every output of a template escaped as a part of an address.</summary>
internal sealed class UrlParts : AstRewriter
{
    protected override Statement VisitOutputStatement(OutputStatement outputStatement) =>
        new OutputStatement(new FilterExpression(outputStatement.Expression, ProviderLiquid.UrlPart, []));
}
