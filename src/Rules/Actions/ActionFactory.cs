using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Rules.Actions;

/// <summary>Makes decided actions of a policy's templates.</summary>
internal static class ActionFactory
{
    /// <summary>The tenant in action ids; the core itself knows none.</summary>
    private const string Tenant = "default";

    public static DecidedAction Make(PolicyDefinition policy, PolicyDecision decision, PlannedAction planned, Facts facts, DateTimeOffset causedAt)
    {
        var (template, ordinal) = (planned.Template, planned.Ordinal);
        var contents = new ActionContents(facts);
        template.Fill(contents);
        return new DecidedAction
        {
            Id = IdOf(facts.State.Customer.Value, policy.Id, decision.Cause, planned.Place),
            Customer = facts.State.Customer,
            Kind = template.Kind ?? throw new UnreachableException("A wait is not decided as an action."),
            Policy = policy.Id,
            PolicyVersion = policy.Version,
            Category = policy.Category,
            Priority = policy.Priority,
            Cause = decision.Cause,
            Ordinal = ordinal,
            DecidedAt = decision.At,
            ExpiresAt = causedAt + policy.ExpiresAfter,
            Journey = decision.Journey,
            Correlation = decision.Correlation,
            Channel = template.ConsentChannel,
            Cooldown = policy.Cooldown,
            Content = contents.Drain(),
            Variant = decision.Variant,
        };
    }

    /// <summary>The first 128 bits of SHA-256 over tenant, customer, policy, cause and place, in hex. A republished policy makes the same ids.</summary>
    public static string IdOf(string customer, string policy, string cause, int ordinal) =>
        IdOf(customer, policy, cause, ordinal.ToString(CultureInfo.InvariantCulture));

    private static string IdOf(string customer, string policy, string cause, string place)
    {
        // Each part with its length: no two lists of parts read the same.
        var name = new StringBuilder();
        foreach (var part in (ReadOnlySpan<string>)[Tenant, customer, policy, cause, place])
        {
            name.Append(part.Length).Append(':').Append(part);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToString())).AsSpan(0, 16));
    }
}
