using System.Collections.Immutable;
using System.Text;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Hosting;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresOutbox(PostgresDatabase database, [FromKeyedServices(Clocks.Journey)] TimeProvider journeyClock, TimeProvider clock) : IOutbox, ISendingSwitch
{
    internal const string Columns = "number, key, status, status_at, reason, next_at, attempts, next_attempt_at, last_error, action, held_by, (SELECT code FROM codes WHERE codes.action = outbox.id), left_by";

    private const string SwitchColumns = "stopped, version, changed_by, changed_at";

    public Task<ImmutableArray<(CustomerKey Key, string Action)>> WaitingAsync(Share share, DateTimeOffset now, int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync(
            "SELECT key, id FROM outbox WHERE status IN (1, 2) AND (status = 1 OR next_at <= $1) AND ($3 = 1 OR mod(abs(hashtext(key)::bigint), $3) = $4) ORDER BY decided_at, id LIMIT $2",
            [now, limit, share.Count, share.Index],
            r => (CustomerKey.Parse(r.GetString(0)), r.GetString(1)),
            cancellationToken),
        cancellationToken);

    public async Task<ImmutableArray<OutboxItem>> LeaseAsync(string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken)
    {
        // A look without locks first: an empty outbox costs no transaction.
        var due = await database.RunAsync(
            connection => connection.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT 1 FROM outbox WHERE status = 3 AND next_attempt_at <= $1 AND (lease_until IS NULL OR lease_until <= $1) AND NOT EXISTS (SELECT 1 FROM policy_switches s WHERE s.policy = outbox.policy AND s.stopped))", [now], cancellationToken),
            cancellationToken);
        if (!due)
        {
            return [];
        }

        var items = await database.WriteAsync(
            async connection =>
            {
                // Nothing is leased after the switch was thrown: the caller waits for this transaction.
                await connection.ExecuteAsync(SwitchLock.Shared, [], cancellationToken);
                return (await SendingAsync(connection, cancellationToken)).Stopped ? [] : await TakeAsync(connection, owner, now, lease, limit, cancellationToken);
            },
            cancellationToken);
        return [.. items.OrderBy(i => i.Item.Action.Category == PolicyCategory.Promotion).ThenBy(i => i.Item.NextAttemptAt).ThenBy(i => i.Number).Select(i => i.Item)];
    }

    public Task CompleteAsync(string owner, ImmutableArray<DeliveryOutcome> outcomes, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            // In the order of ids: two who complete at once never wait for each other in a circle.
            foreach (var outcome in outcomes.OrderBy(o => o.Action, StringComparer.Ordinal))
            {
                if (!await CompleteAsync(connection, owner, outcome, cancellationToken))
                {
                    continue;
                }

                if (outcome.Case is { } opened)
                {
                    await PostgresCases.InsertAsync(connection, outcome.Action, opened, outcome.At, cancellationToken);
                }

                if (outcome.Delivery is { } delivery)
                {
                    await PostgresDeliveries.InsertAsync(connection, outcome.Action, delivery, outcome.At, cancellationToken);
                }
            }

            return true;
        },
        cancellationToken,
        repeatable: true);

    public Task<ImmutableArray<OutboxItem>> UnannouncedFailuresAsync(int limit, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowsAsync($"SELECT {Columns} FROM outbox WHERE unannounced ORDER BY number LIMIT $1", [limit], Read, cancellationToken),
        cancellationToken);

    public Task FailuresAnnouncedAsync(ImmutableArray<string> actions, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.ExecuteAsync("UPDATE outbox SET unannounced = false WHERE id = ANY($1)", [actions.ToArray()], cancellationToken),
        cancellationToken);

    public Task<bool> RetryAsync(string action, CancellationToken cancellationToken) => database.WriteAsync(
        async connection => await connection.ExecuteAsync(
            "UPDATE outbox SET status = 3, status_at = $2, attempts = 0, next_attempt_at = 'epoch', lease_owner = NULL, lease_until = NULL, left_by = NULL, unannounced = false WHERE id = $1 AND status IN (6, 7)",
            [action, journeyClock.GetUtcNow()],
            cancellationToken) > 0,
        cancellationToken);

    public Task<SendingState> GetAsync(CancellationToken cancellationToken) => database.RunAsync(connection => SendingAsync(connection, cancellationToken), cancellationToken);

    public Task<SendingState> SetAsync(bool stopped, string by, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            await connection.ExecuteAsync(SwitchLock.Alone, [], cancellationToken);
            await connection.ExecuteAsync(
                "UPDATE sending SET stopped = $1, version = version + 1, changed_by = $2, changed_at = $3 WHERE id = 1 AND stopped <> $1",
                [stopped, by, clock.GetUtcNow()],
                cancellationToken);
            return await SendingAsync(connection, cancellationToken);
        },
        cancellationToken,
        repeatable: true);

    internal static OutboxItem Read(NpgsqlDataReader r) => new()
    {
        Key = CustomerKey.Parse(r.GetString(1)),
        Status = (ActionStatus)r.GetInt16(2),
        StatusAt = r.Time(3),
        Reason = (HoldReason)r.GetInt16(4),
        NextAt = r.TimeOrNull(5),
        Attempts = r.GetInt32(6),
        NextAttemptAt = r.TimeOrNull(7),
        LastError = r.TextOrNull(8),
        Action = OfferCodes.With(StoreJson.Action(Encoding.UTF8.GetBytes(r.GetString(9))), r.TextOrNull(11)),
        HeldBy = r.TextOrNull(10),
        LeftBy = r.TextOrNull(12),
    };

    private static Task<ImmutableArray<(long Number, OutboxItem Item)>> TakeAsync(
        NpgsqlConnection connection, string owner, DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken) => connection.RowsAsync(
        $"""
        WITH taken AS MATERIALIZED (
            SELECT number AS taken FROM outbox
            WHERE status = 3 AND next_attempt_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)
                AND NOT EXISTS (SELECT 1 FROM policy_switches s WHERE s.policy = outbox.policy AND s.stopped)
            ORDER BY promotion, next_attempt_at, number LIMIT $2 FOR UPDATE OF outbox SKIP LOCKED)
        UPDATE outbox SET lease_owner = $3, lease_until = $4 FROM taken WHERE number = taken RETURNING {Columns}
        """,
        [now, limit, owner, now + lease],
        r => (Number: r.GetInt64(0), Item: Read(r)),
        cancellationToken);

    private static async Task<bool> CompleteAsync(NpgsqlConnection connection, string owner, DeliveryOutcome outcome, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(
            """
            UPDATE outbox SET status = $3, status_at = CASE WHEN $3 = 3 THEN status_at ELSE $4 END, next_attempt_at = $5, last_error = coalesce($6, last_error),
                attempts = attempts + $7, lease_owner = NULL, lease_until = NULL, left_by = CASE WHEN $8 THEN left_by END, unannounced = ($3 = 6 AND kind IN (1, 2) AND NOT test)
            WHERE id = $1 AND lease_owner = $2 AND status = 3
            """,
            [
                outcome.Action, owner, (short)outcome.Status, outcome.At, outcome.NextAttemptAt,
                outcome.Error is { } error ? StorableText.Of(error) : null, outcome.Postponed ? 0 : 1, outcome.Uncertain,
            ],
            cancellationToken) > 0;

    private static async Task<SendingState> SendingAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.RowAsync(
            $"SELECT {SwitchColumns} FROM sending WHERE id = 1",
            [],
            r => new SendingState { Stopped = r.GetBoolean(0), Version = r.GetInt64(1), ChangedBy = r.TextOrNull(2), ChangedAt = r.TimeOrNull(3) },
            cancellationToken))!;
}
