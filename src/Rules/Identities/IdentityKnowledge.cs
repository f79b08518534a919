using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Identities;

/// <summary>Whose identities are, and what else their owners have; grows as claims are made.</summary>
public sealed class IdentityKnowledge
{
    private readonly Dictionary<CustomerIdentity, KnownOwner> _owners = [];
    private readonly Dictionary<(CustomerId Customer, string Kind), HashSet<string>> _held = [];

    public void Set(CustomerIdentity identity, KnownOwner owner)
    {
        _owners[identity] = owner;
        if (owner.Owner is { } customer)
        {
            Hold(customer, identity);
        }
    }

    /// <summary>The customer has it; others may have it too.</summary>
    public void Hold(CustomerId customer, CustomerIdentity identity)
    {
        if (!_held.TryGetValue((customer, identity.Kind), out var values))
        {
            _held[(customer, identity.Kind)] = values = new(StringComparer.Ordinal);
        }

        values.Add(identity.Value);
    }

    public KnownOwner Of(CustomerIdentity identity) => _owners.GetValueOrDefault(identity);

    /// <summary>The customer has identities of that kind, and this is none of them.</summary>
    public bool HasOther(CustomerId customer, CustomerIdentity identity) =>
        _held.TryGetValue((customer, identity.Kind), out var values) && !values.Contains(identity.Value);
}
