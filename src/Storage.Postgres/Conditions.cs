using System.Globalization;

namespace CxOrchestrator.Storage.Postgres;

/// <summary>A WHERE of those conditions that were asked for: each way of asking is a statement of its own, so that its index serves it.</summary>
internal sealed class Conditions
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _values = [];

    public string Sql => _conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", _conditions)}";

    public object?[] Values => [.. _values];

    /// <summary>A value's place in the statement.</summary>
    public string Value(object value)
    {
        _values.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
    }

    /// <summary>Adds <c>column =</c> with its value, where there is one.</summary>
    public Conditions AndIf(string comparison, object? value)
    {
        if (value is not null)
        {
            _conditions.Add($"{comparison} {Value(value)}");
        }

        return this;
    }
}
