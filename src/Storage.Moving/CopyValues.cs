using Npgsql;
using NpgsqlTypes;

namespace CxOrchestrator.Storage.Moving;

/// <summary>Values of a row that is copied, one after the other.</summary>
internal static class CopyValues
{
    /// <summary>As the database can hold it: what the other store took and this one cannot is replaced as it is for new texts.</summary>
    public static NpgsqlBinaryImporter Text(this NpgsqlBinaryImporter copy, string? value)
    {
        if (value is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(StorableText.Of(value), NpgsqlDbType.Text);
        }

        return copy;
    }

    public static NpgsqlBinaryImporter Null(this NpgsqlBinaryImporter copy)
    {
        copy.WriteNull();
        return copy;
    }

    public static NpgsqlBinaryImporter Long(this NpgsqlBinaryImporter copy, long value)
    {
        copy.Write(value, NpgsqlDbType.Bigint);
        return copy;
    }

    public static NpgsqlBinaryImporter Long(this NpgsqlBinaryImporter copy, long? value) => value is { } known ? copy.Long(known) : copy.Null();

    public static NpgsqlBinaryImporter Int(this NpgsqlBinaryImporter copy, long value)
    {
        copy.Write(checked((int)value), NpgsqlDbType.Integer);
        return copy;
    }

    public static NpgsqlBinaryImporter Short(this NpgsqlBinaryImporter copy, long value)
    {
        copy.Write(checked((short)value), NpgsqlDbType.Smallint);
        return copy;
    }

    public static NpgsqlBinaryImporter Double(this NpgsqlBinaryImporter copy, double value)
    {
        copy.Write(value, NpgsqlDbType.Double);
        return copy;
    }

    public static NpgsqlBinaryImporter Bool(this NpgsqlBinaryImporter copy, bool value)
    {
        copy.Write(value, NpgsqlDbType.Boolean);
        return copy;
    }

    public static NpgsqlBinaryImporter Bytes(this NpgsqlBinaryImporter copy, ReadOnlySpan<byte> value)
    {
        copy.Write(value.ToArray(), NpgsqlDbType.Bytea);
        return copy;
    }

    public static NpgsqlBinaryImporter Time(this NpgsqlBinaryImporter copy, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            copy.Write(time.UtcDateTime, NpgsqlDbType.TimestampTz);
        }
        else
        {
            copy.WriteNull();
        }

        return copy;
    }
}
