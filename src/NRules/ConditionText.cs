using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.NRules;

/// <summary>Conditions of rule classes as people read them: <c>customer.lifetimeValue * touchpoint.daysLate >= 1000</c>.</summary>
internal sealed class ConditionText
{
    private readonly string _own;

    private ConditionText(string own) => _own = own;

    /// <param name="condition">Of a pattern.</param>
    /// <param name="own">The name of the pattern's own fact, whose members are named without it.</param>
    public static string Of(LambdaExpression condition, string own) => new ConditionText(own).Of(condition.Body, condition);

    private string Of(Expression expression, LambdaExpression lambda) => expression switch
    {
        BinaryExpression { NodeType: ExpressionType.ArrayIndex } index => $"{Of(index.Left, lambda)}[{Of(index.Right, lambda)}]",
        BinaryExpression binary => $"{Operand(binary.Left, binary.Right, binary.NodeType, lambda)} {Sign(binary.NodeType)} {Operand(binary.Right, binary.Left, binary.NodeType, lambda)}",
        UnaryExpression { NodeType: ExpressionType.Not } not => $"not {Grouped(not.Operand, lambda)}",
        UnaryExpression { NodeType: ExpressionType.Negate } minus => $"-{Grouped(minus.Operand, lambda)}",
        UnaryExpression unary => Of(unary.Operand, lambda),
        ConstantExpression constant => Value(constant.Value, constant.Type),
        MemberExpression member => Member(member, lambda),
        MethodCallExpression call => Call(call, lambda),
        LambdaExpression inner => Of(inner.Body, inner),
        ParameterExpression parameter => parameter.Name ?? "it",
        TypeBinaryExpression type => $"{Of(type.Expression, lambda)} is a {type.TypeOperand.Name}",
        _ => expression.ToString(),
    };

    private string Member(MemberExpression member, LambdaExpression lambda) => member.Expression switch
    {
        // "IsOpen" is enough, of the pattern's own fact and in "all.Any(IsOpen)".
        ParameterExpression parameter when parameter.Name == _own || lambda.Parameters is [var only] && only == parameter => member.Member.Name,
        null => Static(member.Member),
        var value when member.Member.Name == "Value" && Nullable.GetUnderlyingType(value.Type) is not null => Of(value, lambda),
        _ when Captured(member) is (true, var captured) => Value(captured, member.Type),
        var of => $"{Of(of, lambda)}.{member.Member.Name}",
    };

    private string Call(MethodCallExpression call, LambdaExpression lambda)
    {
        if (call.Method.DeclaringType == typeof(PolicyFacts) && call is { Arguments: [ConstantExpression { Value: string field }] })
        {
            return field;
        }

        if (call.Method.DeclaringType == typeof(TimeSpan) && call.Object is null && call.Arguments.All(a => a is ConstantExpression))
        {
            return Wording.Of((TimeSpan)call.Method.Invoke(null, [.. call.Arguments.Select(a => ((ConstantExpression)a).Value)])!);
        }

        var extension = call.Object is null && call.Method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute));
        var target = extension ? Of(call.Arguments[0], lambda) : call.Object is { } instance ? Of(instance, lambda) : call.Method.DeclaringType?.Name;
        return $"{target}.{call.Method.Name}({string.Join(", ", call.Arguments.Skip(extension ? 1 : 0).Select(a => Of(a, lambda)))})";
    }

    // Of a comparison with an enumeration the compiler leaves the number only.
    private string Operand(Expression operand, Expression other, ExpressionType parent, LambdaExpression lambda) =>
        operand is ConstantExpression { Value: { } number } && other is UnaryExpression { NodeType: ExpressionType.Convert, Operand.Type: var type } && Enumeration(type) is { } names
            ? Enum.ToObject(names, number).ToString()!
            : parent is ExpressionType.AndAlso or ExpressionType.And && operand is BinaryExpression { NodeType: ExpressionType.AndAlso or ExpressionType.And } ? Of(operand, lambda)
            : operand is BinaryExpression inner && (parent is ExpressionType.AndAlso or ExpressionType.OrElse) == (inner.NodeType is ExpressionType.AndAlso or ExpressionType.OrElse)
                ? $"({Of(operand, lambda)})"
                : Of(operand, lambda);

    private static Type? Enumeration(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } names ? names : null;

    private string Grouped(Expression expression, LambdaExpression lambda) => expression is BinaryExpression ? $"({Of(expression, lambda)})" : Of(expression, lambda);

    private static string Sign(ExpressionType type) => type switch
    {
        ExpressionType.Equal => "is",
        ExpressionType.NotEqual => "is not",
        ExpressionType.GreaterThan => ">",
        ExpressionType.GreaterThanOrEqual => ">=",
        ExpressionType.LessThan => "<",
        ExpressionType.LessThanOrEqual => "<=",
        ExpressionType.AndAlso or ExpressionType.And => "and",
        ExpressionType.OrElse or ExpressionType.Or => "or",
        ExpressionType.Add or ExpressionType.AddChecked => "+",
        ExpressionType.Subtract or ExpressionType.SubtractChecked => "-",
        ExpressionType.Multiply or ExpressionType.MultiplyChecked => "*",
        ExpressionType.Divide => "/",
        ExpressionType.Modulo => "mod",
        ExpressionType.Coalesce => "else",
        _ => type.ToString(),
    };

    private static string Static(MemberInfo member) => member is FieldInfo { IsLiteral: true } or FieldInfo { IsInitOnly: true }
        ? Value(((FieldInfo)member).GetValue(null), ((FieldInfo)member).FieldType)
        : $"{member.DeclaringType?.Name}.{member.Name}";

    // A local variable of the class's Define is a field of an object that the compiler makes.
    private static (bool Is, object? Value) Captured(MemberExpression member) => member switch
    {
        { Expression: ConstantExpression { Value: { } of }, Member: FieldInfo field } => (true, field.GetValue(of)),
        _ => (false, null),
    };

    private static string Value(object? value, Type type) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        TimeSpan time => Wording.Of(time),
        Enum or IFormattable => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => type.Name,
    };
}
