using System.Collections.Immutable;
using CxOrchestrator.Storage.Images;
using Npgsql;

namespace CxOrchestrator.Storage.Postgres;

internal sealed class PostgresImages(PostgresDatabase database, TimeProvider clock) : IImageStore
{
    private const string Columns = "id, name, media_type, width, height, length, uploaded_by, uploaded_at";

    public Task<ImageAdd> AddAsync(StoredImage image, ReadOnlyMemory<byte> bytes, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async (NpgsqlConnection connection) =>
        {
            // Two who add the last at once: the second counts the first.
            await connection.ExecuteAsync("LOCK TABLE images IN SHARE ROW EXCLUSIVE MODE", [], cancellationToken);
            if (await FindAsync(connection, image.Id, cancellationToken) is not null)
            {
                return ImageAdd.Known;
            }

            var stored = await FiguresAsync(connection, cancellationToken);
            if (stored.Images >= IImageStore.ImagesMax)
            {
                return ImageAdd.TooMany;
            }

            if (stored.Bytes + bytes.Length > IImageStore.TotalBytesMax)
            {
                return ImageAdd.NoRoom;
            }

            await connection.ExecuteAsync(
                $"INSERT INTO images ({Columns}, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                [image.Id, image.Name, image.MediaType, image.Width, image.Height, bytes.Length, image.UploadedBy, image.UploadedAt, bytes.ToArray()],
                cancellationToken);
            await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            return ImageAdd.Added;
        },
        cancellationToken);

    public Task<(ImmutableArray<StoredImage> Items, string? Next)> ListAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        var below = Cursors.Number(cursor);
        return database.RunAsync(
            async connection =>
            {
                var rows = await connection.RowsAsync(
                    $"SELECT {Columns}, number FROM images WHERE number < $1 ORDER BY number DESC LIMIT $2", [below, limit], r => (Image: Read(r), Number: r.GetInt64(8)), cancellationToken);
                return (rows.Select(r => r.Image).ToImmutableArray(), rows.Length < limit ? null : Cursors.Of(rows[^1].Number));
            },
            cancellationToken);
    }

    public Task<ImageFigures> FiguresAsync(CancellationToken cancellationToken) => database.RunAsync(connection => FiguresAsync(connection, cancellationToken), cancellationToken);

    public Task<StoredImage?> FindAsync(string id, CancellationToken cancellationToken) => database.RunAsync(connection => FindAsync(connection, id, cancellationToken), cancellationToken);

    public Task<ImageContent?> ReadAsync(string id, CancellationToken cancellationToken) => database.RunAsync(
        connection => connection.RowAsync("SELECT media_type, bytes FROM images WHERE id = $1", [id], r => new ImageContent(r.GetString(0), r.Bytes(1)), cancellationToken), cancellationToken);

    public Task<bool> RemoveAsync(string id, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        async (NpgsqlConnection connection) =>
        {
            if (await connection.ExecuteAsync("DELETE FROM images WHERE id = $1", [id], cancellationToken) == 0)
            {
                return false;
            }

            await PostgresAudit.InsertAsync(connection, [entry], clock.GetUtcNow(), cancellationToken);
            return true;
        },
        cancellationToken);

    private static Task<StoredImage?> FindAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken) =>
        connection.RowAsync($"SELECT {Columns} FROM images WHERE id = $1", [id], Read, cancellationToken);

    private static async Task<ImageFigures> FiguresAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await connection.RowsAsync("SELECT count(*)::integer, coalesce(sum(length), 0) FROM images", [], r => new ImageFigures(r.GetInt32(0), r.GetInt64(1)), cancellationToken))[0];

    private static StoredImage Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetString(0),
        Name = row.GetString(1),
        MediaType = row.GetString(2),
        Width = row.GetInt32(3),
        Height = row.GetInt32(4),
        Length = row.GetInt32(5),
        UploadedBy = row.GetString(6),
        UploadedAt = row.Time(7),
    };
}
