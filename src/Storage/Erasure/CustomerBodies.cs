using System.Text;
using System.Text.Json;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Storage.Erasure;

/// <summary>Whether bytes that came in are about a customer.</summary>
public sealed class CustomerBodies
{
    private readonly byte[] _id;
    private readonly byte[][] _quoted;

    public CustomerBodies(CustomerKey key)
    {
        var id = key.Customer.Value;
        _id = Encoding.UTF8.GetBytes(id);
        _quoted = [Encoding.UTF8.GetBytes($"\"{id}\""), Encoding.UTF8.GetBytes(JsonSerializer.Serialize(id))];
    }

    /// <summary>A touchpoint of the customer; of what cannot be read, anything that names the customer as a text of its own.</summary>
    public bool Has(ReadOnlySpan<byte> body)
    {
        if (TouchpointJson.TryPeek(body, out var customer, out _))
        {
            return customer.SequenceEqual(_id);
        }

        return TouchpointJson.ReadStored(body).Touchpoint is { } touchpoint
            ? _id.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(touchpoint.Customer.Value))
            : Names(body);
    }

    /// <summary>The bytes hold the customer's id in quotation marks, as JSON has it.</summary>
    public bool Names(ReadOnlySpan<byte> body) => body.IndexOf(_quoted[0]) >= 0 || body.IndexOf(_quoted[1]) >= 0;
}
