using System.Collections.Frozen;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies.Engines;

/// <summary>Closures of comparisons; each decides as <see cref="Comparing"/> does.</summary>
internal static class FieldTests
{
    private const int TextPrice = 1;
    private const int AttributePrice = 4;

    public static Test Of(FieldIs condition)
    {
        if (condition.Values.IsEmpty && condition.Comparison is not (Comparison.Exists or Comparison.Missing))
        {
            // No checked document has one; to ask it is a fault, as it is where conditions are interpreted.
            return new(facts => Comparing.Holds(facts.Read(condition.Field), condition), AttributePrice, Fixed: true);
        }

        if (FieldReaders.Text(condition.Field) is { } text && condition.Values.All(v => v.Kind == ScalarKind.Text)
            && OfText(text, condition) is { } ofText)
        {
            return new(ofText, TextPrice);
        }

        if (FieldReaders.Number(condition.Field) is { Read: var number, Price: var price } && condition.Values.All(v => v.Kind == ScalarKind.Number)
            && OfNumber(number, condition) is { } ofNumber)
        {
            return new(ofNumber, price);
        }

        var read = FieldReaders.Any(condition.Field);
        return new(facts => Comparing.Holds(read(facts), condition), AttributePrice);
    }

    private static Func<Facts, bool>? OfText(Func<Facts, string?> read, FieldIs condition)
    {
        var wanted = condition.Values is [var first, ..] ? first.Text : null;
        switch (condition.Comparison)
        {
            case Comparison.Exists:
                return facts => read(facts) is not null;
            case Comparison.Missing:
                return facts => read(facts) is null;
            case Comparison.Is:
                return facts => string.Equals(read(facts), wanted, StringComparison.Ordinal);
            case Comparison.IsNot:
                return facts => !string.Equals(read(facts), wanted, StringComparison.Ordinal);
            case Comparison.In or Comparison.NotIn:
                var listed = condition.Comparison == Comparison.In;
                var texts = condition.Values.Select(v => v.Text!).ToFrozenSet(StringComparer.Ordinal);
                return facts => (read(facts) is { } value && texts.Contains(value)) == listed;
            default:
                return null;
        }
    }

    private static Func<Facts, bool>? OfNumber(Func<Facts, double?> read, FieldIs condition)
    {
        var wanted = condition.Values is [var first, ..] ? first.Number : 0;
        return condition.Comparison switch
        {
            Comparison.Exists => facts => read(facts) is not null,
            Comparison.Missing => facts => read(facts) is null,
            Comparison.Is => facts => read(facts) is { } value && value.Equals(wanted),
            Comparison.IsNot => facts => !(read(facts) is { } value && value.Equals(wanted)),
            Comparison.AtLeast => facts => read(facts) is { } value && value.CompareTo(wanted) >= 0,
            Comparison.AtMost => facts => read(facts) is { } value && value.CompareTo(wanted) <= 0,
            Comparison.Above => facts => read(facts) is { } value && value.CompareTo(wanted) > 0,
            Comparison.Below => facts => read(facts) is { } value && value.CompareTo(wanted) < 0,
            _ => null,
        };
    }
}
