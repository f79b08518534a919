using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Silo.Codes;

namespace CxOrchestrator.Silo.Storage.Postgres;

internal sealed class PostgresCustomerRecords(PostgresDatabase database) : ICustomerRecords
{
    public Task<ImmutableArray<OfferCode>> CodesAsync(CustomerKey key, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"SELECT {PostgresCodes.Columns} FROM codes WHERE key = $1 UNION SELECT {PostgresCodes.Columns} FROM codes WHERE redeemed_by = $1 ORDER BY number",
            [key.ToString()],
            PostgresCodes.Read,
            cancellationToken),
        cancellationToken);

    public Task<ImmutableArray<StoredDeadLetter>> DeadLettersAsync(CustomerKey key, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            $"SELECT {PostgresDeadLetters.Columns} FROM dead_letters WHERE customer = $1 ORDER BY number", [key.Customer.Value], PostgresDeadLetters.Read, cancellationToken),
        cancellationToken);
}
