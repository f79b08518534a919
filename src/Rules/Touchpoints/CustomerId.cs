using Orleans;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>A customer's id as the upstream systems write it: 1 to <see cref="LengthMax"/> characters, no control characters.</summary>
[GenerateSerializer, Immutable, Alias("cx.customer-id")]
public readonly record struct CustomerId
{
    /// <summary>Longest accepted id, in characters.</summary>
    public const int LengthMax = 200;

    [System.Text.Json.Serialization.JsonConstructor]
    public CustomerId(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Value = value;
    }

    [Id(0)]
    public string Value { get; }

    public override string ToString() => Value;
}
