using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Storage;

/// <summary>Time zones of stored customers.</summary>
public static class StoredZones
{
    private static readonly Lazy<CustomerCodec> Codec = new(() =>
        new CustomerCodec(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>()));

    /// <summary>Whether the time zone of the customer with this stored state is unknown; a state that cannot be read counts as unknown.</summary>
    public static bool IsUnknown(ReadOnlyMemory<byte> state)
    {
        try
        {
            return state.IsEmpty || CustomerZones.Of(Codec.Value.Decode(state).Profile) is null;
        }
#pragma warning disable CA1031 // One state that cannot be read is no reason to refuse the whole store.
        catch (Exception)
#pragma warning restore CA1031
        {
            return true;
        }
    }
}
