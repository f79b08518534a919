using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Templates;
using Fluid;
using Fluid.Ast;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>Walks a text of a provider document: what it names, and what it may not use.</summary>
internal sealed class ProviderTextCheck : AstVisitor
{
    private readonly HashSet<string> _local = new(StringComparer.Ordinal) { "forloop" };
    private int _level;

    public List<string> Names { get; } = [];

    public bool TooDeep { get; private set; }

    /// <summary>What is wrong, each with a piece of the text that tells where.</summary>
    public List<(string Near, string Message)> Errors { get; } = [];

    public override Statement Visit(Statement statement) => Level(statement, base.Visit);

    public override Expression Visit(Expression expression) => Level(expression, base.Visit);

    protected override Statement VisitForStatement(ForStatement forStatement)
    {
        _local.Add(forStatement.Identifier);
        return base.VisitForStatement(forStatement);
    }

    protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
    {
        Errors.Add(("..", "ranges are not for provider documents; loop over message.values"));
        return rangeExpression;
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        var visited = base.VisitAssignStatement(assignStatement);
        _local.Add(assignStatement.Identifier);
        return visited;
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        if (!ProviderLiquid.FilterNames.Contains(filterExpression.Name))
        {
            var near = Spelling.Suggest(filterExpression.Name, ProviderLiquid.FilterNames);
            Errors.Add((filterExpression.Name, $"there is no filter '{Fields.Short(filterExpression.Name)}'{(near.Length > 0 ? near : $"; there are {string.Join(", ", ProviderLiquid.FilterNames)}")}"));
        }

        return base.VisitFilterExpression(filterExpression);
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (!memberExpression.Segments.All(s => s is IdentifierSegment))
        {
            // An item of a loop over message.values is a pair: value[0], value[1].
            if (memberExpression.Segments[0] is not IdentifierSegment first || !_local.Contains(first.Identifier))
            {
                Errors.Add(("[", "a value is named with dots, like message.to"));
            }

            return memberExpression;
        }

        var path = string.Join('.', memberExpression.Segments.Cast<IdentifierSegment>().Select(s => s.Identifier));
        if (!_local.Contains(path.Split('.')[0]))
        {
            Names.Add(path);
        }

        return memberExpression;
    }

    private T Level<T>(T node, Func<T, T> visit)
    {
        if (TooDeep || _level == LiquidParsing.LevelsMax)
        {
            TooDeep = true;
            return node;
        }

        _level++;
        var visited = visit(node);
        _level--;
        return visited;
    }
}
