using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;

namespace CxOrchestrator.Storage.Erasure;

/// <summary>
/// Knows an erased customer again without keeping its id: HMAC-SHA-256 (RFC 2104) over <c>tenant/customer</c> in UTF-8, under a key of the
/// store's own; in lower-case hex.
/// </summary>
public sealed class ErasureHash(byte[] secret)
{
    public string Of(CustomerKey key) => Of(key.ToString());

    public string Of(string key) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(key)));
}
