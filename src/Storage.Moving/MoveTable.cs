using CxOrchestrator.Storage.Sqlite;
using Npgsql;

namespace CxOrchestrator.Storage.Moving;

/// <summary>How one table's rows are read and written.</summary>
/// <param name="Name">In the database.</param>
/// <param name="Columns">Those written, in the order of <paramref name="Write"/>.</param>
/// <param name="Select">Reads the rows of the folder, in the order they were made.</param>
/// <param name="Write">Writes the values of a row.</param>
internal sealed record MoveTable(string Name, string Columns, string Select, Action<NpgsqlBinaryImporter, SqliteStatement> Write);
