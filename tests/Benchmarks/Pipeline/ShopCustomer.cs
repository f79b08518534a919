using CxOrchestrator.Definitions;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace CxOrchestrator.Benchmarks.Pipeline;

/// <summary>What the product's core and codec make of a customer's touchpoints, one at a time: the rows that each would be stored as.</summary>
internal sealed class ShopCustomer(string customer)
{
    private static readonly CustomerCodec Codec = new(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<CustomerState>>());

    private readonly CustomerKey _key = CustomerKey.For(new CustomerId(customer));
    private CustomerMemory _memory = CustomerMemory.New(new CustomerId(customer));

    public static CompiledDefinitions Compile(string documents) => new(DefinitionReader.Read([new DocumentSource("shop.yaml", documents)]).Set
        ?? throw new InvalidOperationException("The documents of the benchmark have errors."));

    public CustomerCommit Apply(CompiledDefinitions definitions, LogPosition position, DateTimeOffset receivedAt, ReadOnlyMemory<byte> body)
    {
        var touchpoint = TouchpointJson.Read(body.Span).Touchpoint!;
        var turn = new CustomerTurn(_key, _memory, definitions, receivedAt);
        turn.Record(touchpoint, HistoryAnswer.Absent, receivedAt, body);
        turn.Count(new LedgerCount { Source = touchpoint.Identity.Source, Applied = 1 });
        turn.Advance(position);
        var commit = turn.ToCommit(Codec, rewriteTimer: false, receivedAt, static _ => { });
        _memory = turn.Committed(commit);
        return commit;
    }
}
