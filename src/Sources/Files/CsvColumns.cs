using System.Collections.Immutable;
using nietras.SeparatedValues;

namespace CxOrchestrator.Sources.Files;

/// <summary>The columns of CSV, and what can be wrong with its rows.</summary>
internal static class CsvColumns
{
    /// <summary>Reads the header and guesses the types by the rows after it.</summary>
    public static ImmutableArray<FileColumn> Guess(SepReader reader, bool decimalComma)
    {
        if (!reader.MoveNext() || IsBlank(reader.Current))
        {
            throw new FileUnreadableException("The file is empty. Its first line names the columns.");
        }

        var header = reader.Current;
        if (header.ColCount > FileBounds.ColumnsMax)
        {
            throw new FileUnreadableException($"The file has more than {FileBounds.ColumnsMax:N0} columns.");
        }

        var names = Names(header);
        var values = names.Select(_ => new List<string>()).ToArray();
        for (var rows = 0; rows < FileBounds.SampleRows && reader.MoveNext(); rows++)
        {
            var row = reader.Current;
            for (var i = 0; i < values.Length && row.ColCount == values.Length; i++)
            {
                if (row[i].Span is { IsEmpty: false } value)
                {
                    values[i].Add(value.ToString());
                }
            }
        }

        return [.. names.Select((name, i) => new FileColumn(name, ColumnTypes.Of(values[i], decimalComma)))];
    }

    public static bool IsBlank(SepReader.Row row) => row.ColCount == 0 || (row.ColCount == 1 && row.Span.IsEmpty);

    /// <summary>What is wrong with a row, as a sentence; null: nothing.</summary>
    public static string? Problem(SepReader.Row row, int columns)
    {
        if (row.Span.Length > FileBounds.RowLengthMax)
        {
            return $"The row has more than {FileBounds.RowLengthMax:N0} characters.";
        }

        if (row.Span.Count('"') % 2 != 0)
        {
            return "A quote in the row is not closed.";
        }

        return row.ColCount == columns ? null : $"The row has {row.ColCount:N0} {(row.ColCount == 1 ? "field" : "fields")}, and the header {columns:N0}.";
    }

    private static List<string> Names(SepReader.Row header)
    {
        var names = new List<string>(header.ColCount);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < header.ColCount; i++)
        {
            var name = header[i].ToString().Trim();
            if (name.Contains('\0', StringComparison.Ordinal))
            {
                throw new FileUnreadableException(TextFile.NotUtf8);
            }

            name = name.Length > 0 ? name : $"column_{i + 1}";
            for (var (given, again) = (name, 2); !taken.Add(name); again++)
            {
                name = $"{given}_{again}";
            }

            names.Add(name);
        }

        return names;
    }
}
