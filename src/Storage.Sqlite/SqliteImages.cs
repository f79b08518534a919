using System.Collections.Immutable;
using CxOrchestrator.Storage.Images;

namespace CxOrchestrator.Storage.Sqlite;

internal sealed class SqliteImages(SqliteDatabase database, TimeProvider clock) : IImageStore
{
    // The bytes are last: what reads the rest of a row does not pass them.
    public const string Step =
        """
        CREATE TABLE images (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, media_type TEXT NOT NULL, width INTEGER NOT NULL,
            height INTEGER NOT NULL, length INTEGER NOT NULL, uploaded_by TEXT NOT NULL, uploaded_at INTEGER NOT NULL, bytes BLOB NOT NULL);
        """;

    private const string Columns = "id, name, media_type, width, height, length, uploaded_by, uploaded_at";

    public Task<ImageAdd> AddAsync(StoredImage image, ReadOnlyMemory<byte> bytes, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            if (Find(transaction.Session, image.Id) is not null)
            {
                return ImageAdd.Known;
            }

            var stored = Figures(transaction.Session);
            if (stored.Images >= IImageStore.ImagesMax)
            {
                return ImageAdd.TooMany;
            }

            if (stored.Bytes + bytes.Length > IImageStore.TotalBytesMax)
            {
                return ImageAdd.NoRoom;
            }

            using var put = transaction.Session.Use($"INSERT INTO images ({Columns}, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
            put.Bind(1, image.Id).Bind(2, image.Name).Bind(3, image.MediaType).Bind(4, (long)image.Width).Bind(5, (long)image.Height).Bind(6, (long)bytes.Length)
                .Bind(7, image.UploadedBy).Bind(8, image.UploadedAt).BindBlob(9, bytes.Span).Run();
            SqliteAudit.Insert(transaction.Session, entry, clock.GetUtcNow());
            return ImageAdd.Added;
        },
        cancellationToken);

    public Task<(ImmutableArray<StoredImage> Items, string? Next)> ListAsync(string? cursor, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use($"SELECT {Columns}, number FROM images WHERE number < ?1 ORDER BY number DESC LIMIT ?2");
            statement.Bind(1, Cursors.Number(cursor)).Bind(2, (long)limit);
            var (items, last) = (ImmutableArray.CreateBuilder<StoredImage>(), 0L);
            while (statement.Read())
            {
                items.Add(Read(statement));
                last = statement.Long(8);
            }

            return (items.ToImmutable(), items.Count < limit ? null : Cursors.Of(last));
        },
        cancellationToken);

    public Task<ImageFigures> FiguresAsync(CancellationToken cancellationToken) => database.ReadAsync(Figures, cancellationToken);

    public Task<StoredImage?> FindAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(session => Find(session, id), cancellationToken);

    public Task<ImageContent?> ReadAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            using var statement = session.Use("SELECT media_type, bytes FROM images WHERE id = ?1");
            return statement.Bind(1, id).Read() ? new ImageContent(statement.Text(0), statement.Bytes(1).ToArray()) : null;
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string id, AuditEntry entry, CancellationToken cancellationToken) => database.WriteAsync(
        transaction =>
        {
            using var delete = transaction.Session.Use("DELETE FROM images WHERE id = ?1");
            if (delete.Bind(1, id).Run() == 0)
            {
                return false;
            }

            SqliteAudit.Insert(transaction.Session, entry, clock.GetUtcNow());
            return true;
        },
        cancellationToken);

    private static StoredImage? Find(SqliteSession session, string id)
    {
        using var statement = session.Use($"SELECT {Columns} FROM images WHERE id = ?1");
        return statement.Bind(1, id).Read() ? Read(statement) : null;
    }

    private static ImageFigures Figures(SqliteSession session)
    {
        using var statement = session.Use("SELECT count(*), coalesce(sum(length), 0) FROM images");
        statement.Read();
        return new ImageFigures(statement.Int(0), statement.Long(1));
    }

    private static StoredImage Read(SqliteStatement row) => new()
    {
        Id = row.Text(0),
        Name = row.Text(1),
        MediaType = row.Text(2),
        Width = row.Int(3),
        Height = row.Int(4),
        Length = row.Int(5),
        UploadedBy = row.Text(6),
        UploadedAt = row.Time(7),
    };
}
