using CxOrchestrator.Rules.Touchpoints;
using Orleans;

namespace CxOrchestrator.Grains.Contracts.Customers;

/// <summary>Names a customer grain and its row: <c>tenant/customer</c>. The slash also keeps all-digit ids apart where storage would fold them.</summary>
[GenerateSerializer, Immutable, Alias("cx.customer-key")]
public readonly record struct CustomerKey
{
    public const string DefaultTenant = "default";

    public CustomerKey(string tenant, CustomerId customer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenant);
        if (tenant.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException("A tenant's name holds no slash.", nameof(tenant));
        }

        Tenant = tenant;
        Customer = customer;
    }

    [Id(0)]
    public string Tenant { get; }

    [Id(1)]
    public CustomerId Customer { get; }

    public static CustomerKey For(CustomerId customer) => new(DefaultTenant, customer);

    public static CustomerKey Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new(key[..slash], new CustomerId(key[(slash + 1)..]))
            : throw new FormatException("A customer's key reads tenant/customer.");
    }

    public override string ToString() => $"{Tenant}/{Customer}";
}
