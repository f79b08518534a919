using CxOrchestrator.Definitions.Conditions;
using CxOrchestrator.Rules.Conditions;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>
/// Walks a template: which fields it names, which do not exist, which filters it may not use, and which values have nothing to stand in for
/// them where they are missing.
/// </summary>
internal sealed class LiquidCheck : AstVisitor
{
    private static readonly HashSet<FieldPath> AlwaysKnown =
    [
        new(FieldRoot.Customer, "id"), new(FieldRoot.Customer, "touchpoints"), new(FieldRoot.Mood, ""), new(FieldRoot.Pressure, ""), new(FieldRoot.Risk, ""),
        new(FieldRoot.LowPoint, "open"), new(FieldRoot.HighPoint, "open"), new(FieldRoot.Time, "ofDay"), new(FieldRoot.Time, "weekday"), new(FieldRoot.Time, "date"),
        new(FieldRoot.Time, "month"), new(FieldRoot.Offer, "code"), new(FieldRoot.Preferences, ""), new(FieldRoot.Unsubscribe, ""),
    ];

    private readonly HashSet<string> _local = new(StringComparer.Ordinal) { "forloop" };
    private readonly List<string> _asked = [];
    private int _level;

    public HashSet<FieldPath> Names { get; } = [];

    /// <summary>
    /// It has more levels than are looked at: walking a text and rendering it both recurse once for each. Its errors are
    /// not all there then.
    /// </summary>
    public bool TooDeep { get; private set; }

    /// <summary>What is wrong, each with a piece of the text that tells where.</summary>
    public List<(string Near, string Message)> Errors { get; } = [];

    /// <summary>Arguments of filters that may be missing: documents published before this was looked at keep them, and fail where they are.</summary>
    public List<(string Near, string Message)> Missing { get; } = [];

    /// <summary>Forms that links lead to, and the attributes that the links set.</summary>
    public List<(string Form, string? Attribute)> Forms { get; } = [];

    public override Statement Visit(Statement statement) => Level(statement, base.Visit);

    public override Expression Visit(Expression expression) => Level(expression, base.Visit);

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

    protected override Statement VisitOutputStatement(OutputStatement outputStatement)
    {
        if (!HasDefault(outputStatement.Expression) && Path(Source(outputStatement.Expression)) is { } path && !_asked.Contains(path) && !_local.Contains(path.Split('.')[0]))
        {
            if (KnownFields.Find(path, out _) is { } field && !AlwaysKnown.Contains(field.Path))
            {
                Errors.Add((path, $"'{path}' may be missing; give it a fallback, like {{{{ {path} | default: \"...\" }}}}, or ask for it with if"));
            }
        }

        return base.VisitOutputStatement(outputStatement);
    }

    protected override Statement VisitIfStatement(IfStatement ifStatement)
    {
        Visit(ifStatement.Condition);
        if (TooDeep)
        {
            return ifStatement;
        }

        var asked = new Asked();
        asked.Visit(ifStatement.Condition);
        _asked.AddRange(asked.Paths);
        foreach (var statement in ifStatement.Statements)
        {
            Visit(statement);
        }

        _asked.RemoveRange(_asked.Count - asked.Paths.Count, asked.Paths.Count);
        foreach (var other in ifStatement.ElseIfs)
        {
            Visit(other);
        }

        if (ifStatement.Else is { } last)
        {
            Visit(last);
        }

        return ifStatement;
    }

    protected override Statement VisitForStatement(ForStatement forStatement)
    {
        _local.Add(forStatement.Identifier);
        return base.VisitForStatement(forStatement);
    }

    // A range is made whole before the first step of its loop.
    protected override Expression VisitRangeExpression(RangeExpression rangeExpression)
    {
        if (End(rangeExpression.From) is not { } from || End(rangeExpression.To) is not { } to || to - from >= Liquid.RangeMax)
        {
            Errors.Add(("..", $"a range has both ends written out as numbers and at most {Liquid.RangeMax:N0} of them, like (1..5); for a value with several items write for item in touchpoint.items"));
        }

        return rangeExpression;
    }

    private static decimal? End(Expression expression) =>
        expression is LiteralExpression { Value: NumberValue number } && Math.Abs(number.ToNumberValue()) <= Liquid.StepsMax ? number.ToNumberValue() : null;

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        var visited = base.VisitAssignStatement(assignStatement);
        _local.Add(assignStatement.Identifier);
        return visited;
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        if (filterExpression.Name == FormLinks.Filter)
        {
            FormLinks.Check(filterExpression, Forms, Errors);
        }
        else if (!Liquid.FilterNames.Contains(filterExpression.Name))
        {
            var near = Reading.Spelling.Suggest(filterExpression.Name, Liquid.FilterNames);
            Errors.Add((filterExpression.Name, $"there is no filter '{filterExpression.Name}'{(near.Length > 0 ? near : $"; there are {string.Join(", ", Liquid.FilterNames)}")}"));
        }

        foreach (var argument in filterExpression.Parameters)
        {
            CheckArgument(filterExpression.Name, argument.Expression);
        }

        return base.VisitFilterExpression(filterExpression);
    }

    // A value that an argument lacks makes the filter fail, and nothing is sent.
    private void CheckArgument(string filter, Expression argument)
    {
        if (filter == "divided_by" && argument is LiteralExpression { Value: NumberValue number } && number.ToNumberValue() == 0)
        {
            Errors.Add((filter, "nothing can be divided by 0"));
        }

        if (LiquidNumbers.Names.Contains(filter) && Path(argument) is { } path && !_asked.Contains(path) && !_local.Contains(path.Split('.')[0])
            && KnownFields.Find(path, out _) is { } field && !AlwaysKnown.Contains(field.Path))
        {
            Missing.Add((path, $"'{path}' may be missing, and {filter} fails without it; ask for it with if, or assign it first: {{% assign value = {path} | default: 1 %}}"));
        }
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (Path(memberExpression) is not { } path)
        {
            Errors.Add(("[", "a field is named with dots, like customer.name; brackets are not for templates"));
            return memberExpression;
        }

        if (_local.Contains(path.Split('.')[0]))
        {
            return memberExpression;
        }

        if (KnownFields.Find(path, out var why) is { } field)
        {
            Names.Add(field.Path);
        }
        else
        {
            Errors.Add((path, why));
        }

        return memberExpression;
    }

    private static string? Path(Expression expression) =>
        expression is MemberExpression member && member.Segments.All(s => s is IdentifierSegment) ? string.Join('.', member.Segments.Cast<IdentifierSegment>().Select(s => s.Identifier)) : null;

    private static Expression Source(Expression expression) => expression is FilterExpression filter ? Source(filter.Input) : expression;

    private static bool HasDefault(Expression expression) => expression is FilterExpression filter && (filter.Name == "default" || HasDefault(filter.Input));

    private sealed class Asked : AstVisitor
    {
        public List<string> Paths { get; } = [];

        protected override Expression VisitMemberExpression(MemberExpression memberExpression)
        {
            if (Path(memberExpression) is { } path)
            {
                Paths.Add(path);
            }

            return memberExpression;
        }
    }
}
