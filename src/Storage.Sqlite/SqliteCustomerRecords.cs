using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Storage.Codes;
using CxOrchestrator.Storage.Erasure;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteCustomerRecords(SqliteDatabase database) : ICustomerRecords
{
    public Task<ImmutableArray<OfferCode>> CodesAsync(CustomerKey key, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use(
                $"SELECT {SqliteCodes.Columns} FROM codes WHERE key = ?1 UNION SELECT {SqliteCodes.Columns} FROM codes WHERE redeemed_by = ?1 ORDER BY number");
            statement.Bind(1, key.ToString());
            var codes = ImmutableArray.CreateBuilder<OfferCode>();
            while (statement.Read())
            {
                codes.Add(SqliteCodes.Read(statement));
            }

            return codes.ToImmutable();
        },
        cancellationToken);

    public Task<ImmutableArray<StoredDeadLetter>> DeadLettersAsync(CustomerKey key, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var bodies = new CustomerBodies(key);
            using var statement = session.Use($"SELECT {SqliteDeadLetters.Columns} FROM dead_letters WHERE customer = ?1 OR {CustomerLetters.Unsure} ORDER BY number");
            statement.Bind(1, key.Customer.Value);
            var letters = ImmutableArray.CreateBuilder<StoredDeadLetter>();
            while (statement.Read())
            {
                if (SqliteDeadLetters.Read(statement) is var letter && CustomerLetters.Are(letter, key.Customer.Value, bodies))
                {
                    letters.Add(letter);
                }
            }

            return letters.ToImmutable();
        },
        cancellationToken);
}
