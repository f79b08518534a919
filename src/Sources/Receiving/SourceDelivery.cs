using System.Collections.Immutable;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Sources.Receiving;

/// <summary>What a delivery came to; a closed family.</summary>
public abstract record SourceDelivery;

/// <summary>It cannot be read.</summary>
/// <param name="Reason">Why, without a full stop.</param>
public sealed record UnreadDelivery(string Reason) : SourceDelivery;

/// <summary>It is not verified.</summary>
/// <param name="Reason">Why, without a full stop.</param>
public sealed record RefusedDelivery(string Reason) : SourceDelivery;

/// <summary>It is a question whose answer proves that the address is ours.</summary>
/// <param name="Answer">Body of the answer.</param>
/// <param name="ContentType">Its media type.</param>
public sealed record QuestionDelivery(string Answer, string ContentType) : SourceDelivery;

/// <summary>It is genuine.</summary>
/// <param name="Events">In their order.</param>
public sealed record GenuineDelivery(ImmutableArray<MappedEvent> Events) : SourceDelivery
{
    /// <summary>Body of the answer once it is durable; null: none.</summary>
    public string? Answer { get; init; }
}
