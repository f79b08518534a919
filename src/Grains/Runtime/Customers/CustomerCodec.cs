using CxOrchestrator.Rules.Customers;
using Orleans.Serialization;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>
/// A customer's state as stored bytes: one byte that names the format, then the Orleans encoding of <see cref="CustomerState"/>,
/// which reads what older versions wrote as long as ids and aliases stay.
/// </summary>
public sealed class CustomerCodec(Serializer<CustomerState> serializer)
{
    /// <summary>Most bytes a state may take; every list of it is bounded so that it stays within.</summary>
    public const int BytesMax = 8 * 1024;

    private const byte Format = 1;

    public ReadOnlyMemory<byte> Encode(CustomerState state)
    {
        var bytes = serializer.SerializeToArray(state);
        var stored = new byte[bytes.Length + 1];
        stored[0] = Format;
        bytes.CopyTo(stored, 1);
        return stored;
    }

    /// <summary>Throws <see cref="InvalidDataException"/> for a format this version does not know.</summary>
    public CustomerState Decode(ReadOnlyMemory<byte> stored)
    {
        if (stored.IsEmpty || stored.Span[0] != Format)
        {
            throw new InvalidDataException($"A customer's state has the unknown format {(stored.IsEmpty ? "none" : stored.Span[0])}; a newer version wrote it.");
        }

        return serializer.Deserialize(stored[1..])
            ?? throw new InvalidDataException("A customer's state is empty.");
    }
}
