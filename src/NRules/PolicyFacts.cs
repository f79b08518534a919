using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.NRules;

/// <summary>
/// The fact that rules match: what conditions can read of one input. A rule class says with <see cref="Agree"/> that the policy of its tag may
/// act; all else here is to be read only.
/// </summary>
public sealed class PolicyFacts(Facts facts)
{
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private readonly HashSet<string> _agreed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Exception?> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _members = new(StringComparer.Ordinal);

    /// <summary>The customer, the touchpoint, the journey instance and the low point.</summary>
    public Facts Facts { get; } = facts;

    /// <summary>A field by its name in documents, as <c>customer.tier</c>; none where it is missing.</summary>
    public Scalar Read(string field) => FieldPath.TryParse(field, out var path) ? Facts.Read(path) : throw new ArgumentException($"'{field}' is no field.", nameof(field));

    /// <summary>A field that is a number; null where it is missing or something else.</summary>
    public double? Number(string field) => Read(field) is { Kind: ScalarKind.Number, Number: var number } ? number : null;

    /// <summary>A field that is a text; null where it is missing or something else.</summary>
    public string? Text(string field) => Read(field).Text;

    /// <summary>Lets a policy act, as far as this rule goes.</summary>
    public void Agree(string policy) => _agreed.Add(policy);

    /// <summary>A comparison of a document.</summary>
    public bool Compares(FieldIs field) => Comparing.Holds(Facts.Read(field.Field), field);

    /// <summary>A condition of a document, found out once.</summary>
    public bool IsMember(InSegment segment)
    {
        if (!_members.TryGetValue(segment.Segment, out var member))
        {
            _members[segment.Segment] = member = Conditional.Holds(segment, Facts);
        }

        return member;
    }

    /// <summary>A condition of a document of any other kind.</summary>
    public bool Interprets(Condition condition) => Conditional.Holds(condition, Facts);

    /// <summary>The conditions of a policy's document hold.</summary>
    public void Hold(string policy) => _held.Add(policy);

    internal void Fault(string policy, Exception? exception) => _faults.TryAdd(policy, exception);

    internal bool Holds(string policy, bool needsAgreement) =>
        _faults.TryGetValue(policy, out var fault)
            ? throw fault ?? new InvalidOperationException($"A rule of policy {policy} failed.")
            : _held.Contains(policy) && (!needsAgreement || _agreed.Contains(policy));
}
