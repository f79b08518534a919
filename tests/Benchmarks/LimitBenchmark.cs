using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Benchmarks;

/// <summary>
/// Commits a second into PostgreSQL that each store an answer of admission and a new action: with nothing shared, with one budget that all of
/// them take from, and with a budget for each of many policies. Tells what the row that everybody wants costs.
/// </summary>
internal static class LimitBenchmark
{
    private const int Connections = 4;
    private const int Transaction = 1000;
    private const int ManyPolicies = 100;
    private const int Rounds = 2;

    private static readonly DateTimeOffset At = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        await using var server = await PostgresServer.StartAsync(durable: true, "-c shared_buffers=512MB -c max_wal_size=8GB -c checkpoint_timeout=30min");
        var figures = new Dictionary<string, double>();
        for (var round = 0; round < Rounds; round++)
        {
            // In turn: what else the machine does weighs on all alike.
            await MeasureAsync("nothing shared", static _ => null);
            await MeasureAsync("one budget", static _ => "budget:2026-03-03:p");
            await MeasureAsync($"{ManyPolicies} budgets", static customer => $"budget:2026-03-03:p{customer % ManyPolicies}");
        }

        figures["oneBudgetAgainstNothingShared"] = Math.Round(figures["commitsPerSecond: one budget"] / figures["commitsPerSecond: nothing shared"], 3);
        return figures;

        async Task MeasureAsync(string name, Func<int, string?> limit)
        {
            var (perSecond, mean) = await StoreBenchmark.InNewDatabaseAsync(
                server, d => StoreBenchmark.StoreAsync(d, Connections, Transaction, (customer, version) => Commit(customer, version, limit(customer))));
            figures[$"commitsPerSecond: {name}"] = Math.Round(figures.GetValueOrDefault($"commitsPerSecond: {name}") + (perSecond / Rounds));
            figures[$"transactionMean: {name}"] = Math.Round(figures.GetValueOrDefault($"transactionMean: {name}") + (mean / Rounds));
        }
    }

    // Each commit answers the action that the one before decided.
    private static CustomerCommit Commit(int customer, long version, string? limit)
    {
        var commit = StoreBenchmark.Commit(customer, version) with { Actions = [Action(customer, version)], FactsVersion = 1 };
        return version == 1 ? commit : commit with
        {
            Answers = [new AdmissionAnswer { Action = Id(customer, version - 1), Policy = "p", Cause = "c", Result = AdmissionResult.Admitted, At = At }],
            Uses = limit is null ? [] : [new LimitUse(limit, 1_000, long.MaxValue / 2, At.AddDays(1))],
        };
    }

    private static string Id(int customer, long version) => $"{customer:x16}{version:x16}";

    private static DecidedAction Action(int customer, long version) => new()
    {
        Id = Id(customer, version),
        Customer = new CustomerId($"c-{customer}"),
        Kind = ActionKind.Offer,
        Policy = "p",
        PolicyVersion = 1,
        Category = PolicyCategory.Service,
        Priority = 50,
        Cause = "order.placed",
        Ordinal = 0,
        DecidedAt = At,
        ExpiresAt = At.AddDays(1),
        Channel = "email",
        Content = [KeyValuePair.Create(ActionContent.Offer, "voucher"), KeyValuePair.Create(ActionContent.Amount, "10"), KeyValuePair.Create(ActionContent.Currency, "EUR")],
    };
}
