using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Codes;
using CxOrchestrator.Storage.Erasure;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresCustomerRecords(PostgresDatabase database) : ICustomerRecords
{
    public Task<ImmutableArray<OfferCode>> CodesAsync(CustomerKey key, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"SELECT {PostgresCodes.Columns} FROM codes WHERE key = $1 UNION SELECT {PostgresCodes.Columns} FROM codes WHERE redeemed_by = $1 ORDER BY number",
            [key.ToString()],
            PostgresCodes.Read,
            cancellationToken),
        cancellationToken);

    public async Task<ImmutableArray<StoredDeadLetter>> DeadLettersAsync(CustomerKey key, CancellationToken cancellationToken)
    {
        var bodies = new CustomerBodies(key);
        var letters = await database.RunAsync(
            connection => connection.RowsAsync(
                $"SELECT {PostgresDeadLetters.Columns} FROM dead_letters WHERE customer = $1 OR {CustomerLetters.Unsure} ORDER BY number",
                [key.Customer.Value],
                r => PostgresDeadLetters.Read(r) is var letter && CustomerLetters.Are(letter, key.Customer.Value, bodies) ? letter : null,
                cancellationToken),
            cancellationToken);
        return [.. letters.OfType<StoredDeadLetter>()];
    }
}
