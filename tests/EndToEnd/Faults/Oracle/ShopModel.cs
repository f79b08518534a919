using System.Security.Cryptography;
using System.Text;
using CxOrchestrator.EndToEnd.Faults.Traffic;

namespace CxOrchestrator.EndToEnd.Faults.Oracle;

/// <summary>
/// One customer of the shop as it must become, one touchpoint after the other: a few lines of its own that share nothing with the product.
/// </summary>
internal sealed class ShopModel(string customer, string source)
{
    private static readonly string[] Types = ["order.placed", "payment.approved", "order.shipped", "order.delivered"];

    private static readonly string[] Names = ["placed", "paid", "shipped", "delivered"];

    private readonly Dictionary<string, int> _stages = new(StringComparer.Ordinal);

    public int Touchpoints { get; private set; }

    /// <summary>Each order's stage.</summary>
    public IEnumerable<(string Order, string Stage)> Stages => _stages.Select(s => (s.Key, Names[s.Value])).OrderBy(s => s.Key, StringComparer.Ordinal);

    /// <summary>Ids of the actions, and whether each goes to the webhook.</summary>
    public Dictionary<string, bool> Actions { get; } = new(StringComparer.Ordinal);

    /// <param name="line">What is applied.</param>
    /// <param name="thanks">The policy for what is delivered is published.</param>
    public void Apply(Line line, bool thanks)
    {
        Touchpoints++;
        if (line.Type == "payment.failed")
        {
            Actions[ActionId("failed-payment", line.Id, 0)] = false;
            Actions[ActionId("failed-payment", line.Id, 1)] = true;
            return;
        }

        var stage = Array.IndexOf(Types, line.Type);
        _stages[line.Order] = Math.Max(stage, _stages.GetValueOrDefault(line.Order));
        if (thanks && line.Type == "order.delivered")
        {
            Actions[ActionId("thank-you", line.Id, 0)] = true;
        }
    }

    // As the outbox promises it: tenant, customer, policy, cause and ordinal, each with its length, through SHA-256; its first half in hex.
    private string ActionId(string policy, string touchpoint, int ordinal)
    {
        string[] parts = ["default", customer, policy, $"{source}/{touchpoint}", $"{ordinal}"];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => $"{p.Length}:{p}"))));
        return Convert.ToHexStringLower(hash)[..32];
    }
}
