using System.Collections.Concurrent;
using System.Collections.Frozen;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.NRules;

/// <summary>
/// What conditions can read of one input. A rule class says with <see cref="Agree"/> that the policy of its tag may act; everything else here
/// is read only.
/// </summary>
public sealed class PolicyFacts(Facts facts)
{
    /// <summary>Most names of fields whose parsed form is kept; rule classes may make names up.</summary>
    private const int PathsMax = 10_000;

    private static readonly ConcurrentDictionary<string, FieldPath> Paths = new(StringComparer.Ordinal);

    private readonly HashSet<string> _agreed = new(StringComparer.Ordinal);

    /// <summary>The customer, the touchpoint, the journey instance and the low point.</summary>
    public Facts Facts { get; } = facts;

    /// <summary>Effective time of the input.</summary>
    public DateTimeOffset At => Facts.At;

    /// <summary>A field by its name in documents, as <c>customer.tier</c>; none where it is missing.</summary>
    /// <exception cref="ArgumentException">No document could name such a field.</exception>
    public Scalar Read(string field) => Facts.Read(Path(field));

    /// <summary>A field that is a number; null where it is missing or something else.</summary>
    /// <exception cref="ArgumentException">No document could name such a field.</exception>
    public double? Number(string field) => Read(field) is { Kind: ScalarKind.Number, Number: var number } ? number : null;

    /// <summary>A field that is a text; null where it is missing or something else.</summary>
    /// <exception cref="ArgumentException">No document could name such a field.</exception>
    public string? Text(string field) => Read(field).Text;

    /// <summary>Lets a policy act, as far as this rule goes.</summary>
    /// <param name="policy">The policy's id, one of the rule's tags.</param>
    public void Agree(string policy) => _agreed.Add(policy);

    internal bool Agrees(string policy) => _agreed.Contains(policy);

    internal string? AgreedBeside(FrozenSet<string> policies) => _agreed.FirstOrDefault(p => !policies.Contains(p));

    private static FieldPath Path(string field)
    {
        if (Paths.TryGetValue(field, out var path))
        {
            return path;
        }

        if (!FieldPath.TryParse(field, out path))
        {
            throw new ArgumentException($"'{field}' is no field.", nameof(field));
        }

        if (Paths.Count < PathsMax)
        {
            Paths[field] = path;
        }

        return path;
    }
}
