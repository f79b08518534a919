using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Testing;

/// <summary>Touchpoints for tests, with everything defaulted that a test does not care about.</summary>
public static class Make
{
    /// <summary>A Tuesday noon; tests count their times from here.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    public static CustomerId Customer { get; } = new("c-1");

    public static Touchpoint Touchpoint(
        string type,
        DateTimeOffset at,
        string? id = null,
        CustomerId? customer = null,
        string source = "test",
        string? channel = null,
        Feedback? feedback = null,
        Money? value = null,
        params ReadOnlySpan<(string Name, Scalar Value)> attributes)
    {
        var values = new List<NamedValue>();
        foreach (var (name, scalar) in attributes)
        {
            values.Add(new(name, scalar));
        }

        return new Touchpoint
        {
            Identity = new(source, id ?? $"{type}@{at.ToUnixTimeMilliseconds()}"),
            Type = type,
            Customer = customer ?? Customer,
            At = at,
            Channel = channel,
            Feedback = feedback,
            Value = value,
            Attributes = AttributeSet.Of(values),
        };
    }

    public static DateTimeOffset Day(double days) => Start.AddDays(days);

    public static Scalar Text(string text) => Scalar.Of(text);
}
