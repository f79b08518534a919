using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>The touchpoint with which a timer that was put aside is tried again.</summary>
public static class TimerRetry
{
    /// <param name="customer">Whose timer it is.</param>
    /// <param name="number">The timer's <see cref="SetAsideTimer.Number"/>.</param>
    /// <param name="id">Names the retry: the same one twice does it once.</param>
    /// <param name="at">Now, by the journey's clock.</param>
    public static Touchpoint Of(CustomerId customer, long number, string id, DateTimeOffset at) => new()
    {
        Identity = new(Turn.DerivedSource, id),
        Type = Turn.RetryType,
        Customer = customer,
        At = at,
        Attributes = AttributeSet.Of(new NamedValue(Turn.RetryAttribute, Scalar.Of(number))),
    };
}
