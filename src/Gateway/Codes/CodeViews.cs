using CxOrchestrator.Api.Codes;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Codes;

namespace CxOrchestrator.Gateway.Codes;

/// <summary>Pools of codes as the API shows them.</summary>
internal static class CodeViews
{
    /// <summary>Pools that are there, and those that a published offer waits for.</summary>
    public static CodePoolsView Of(IReadOnlyCollection<CodePool> pools, DefinitionSet set)
    {
        var used = UsedBy(set);
        var names = pools.Select(p => p.Pool).Concat(used.Select(u => u.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new CodePoolsView { Pools = [.. names.Select(n => Of(n, pools.FirstOrDefault(p => p.Pool == n), used))] };
    }

    /// <summary>The pool, with or without codes; null: there is none, and nothing names it.</summary>
    public static CodePoolView? Of(string name, IReadOnlyCollection<CodePool> pools, DefinitionSet set)
    {
        var used = UsedBy(set);
        var pool = pools.FirstOrDefault(p => p.Pool == name);
        return pool is not null || used.Contains(name) ? Of(name, pool, used) : null;
    }

    public static CodeView Of(OfferCode code) => new()
    {
        Code = code.Code,
        Pool = code.Pool,
        State = code.RedeemedAt is not null ? "redeemed" : code.Action is not null ? "given" : "free",
        AddedAt = code.AddedAt,
        Customer = CustomerOf(code.Key),
        Action = code.Action,
        GivenAt = code.GivenAt,
        RedeemedAt = code.RedeemedAt,
        RedeemedBy = CustomerOf(code.RedeemedBy),
    };

    private static CodePoolView Of(string name, CodePool? pool, ILookup<string, string> used) => new()
    {
        Pool = name,
        Total = pool?.Total ?? 0,
        Free = pool?.Free ?? 0,
        Given = pool?.Given ?? 0,
        Redeemed = pool?.Redeemed ?? 0,
        LastAddedAt = pool?.LastAddedAt,
        LastGivenAt = pool?.LastGivenAt,
        UsedBy = [.. used[name].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    private static ILookup<string, string> UsedBy(DefinitionSet set) => set.Policies
        .SelectMany(p => new ActionPlan(p).All.Select(a => a.Template).OfType<OfferTemplate>().Where(o => o.Codes is not null).Select(o => (Pool: o.Codes!, p.Id)))
        .ToLookup(u => u.Pool, u => u.Id, StringComparer.Ordinal);

    private static string? CustomerOf(string? key) => key is null ? null : CustomerKey.Parse(key).Customer.Value;
}
