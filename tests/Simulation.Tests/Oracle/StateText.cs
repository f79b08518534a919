using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Simulation.Tests.Story;
using Orleans;

namespace CxOrchestrator.Simulation.Tests.Oracle;

/// <summary>
/// Whether two states are the same. Stored bytes alone do not say: a text that stands in a state twice is written once where both places hold
/// the same object, and twice where they hold equal ones.
/// </summary>
internal static class StateText
{
    private static readonly ConcurrentDictionary<Type, MemberInfo[]> Members = new();

    public static bool AreSame(CustomerState state, ReadOnlyMemory<byte> stored) =>
        Documents.Codec.Encode(state).Span.SequenceEqual(stored.Span) || Of(state) == Of(Documents.Codec.Decode(stored));

    private static string Of(CustomerState state)
    {
        var text = new StringBuilder();
        Write(text, state);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append('-');
                break;
            case string or Enum or bool:
                text.Append(value).Append(';');
                break;
            case IFormattable number when value.GetType().IsPrimitive || value is DateTimeOffset or TimeSpan:
                text.Append(number.ToString(value is DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture)).Append(';');
                break;
            case IEnumerable items:
                WriteItems(text, items);
                break;
            default:
                foreach (var member in Members.GetOrAdd(value.GetType(), Stored))
                {
                    text.Append(member.Name).Append('=');
                    Write(text, member is PropertyInfo property ? property.GetValue(value) : ((FieldInfo)member).GetValue(value));
                }

                break;
        }
    }

    private static void WriteItems(StringBuilder text, IEnumerable items)
    {
        // An immutable array that was never made is an empty one.
        if (items.GetType().GetProperty("IsDefault")?.GetValue(items) is not true)
        {
            foreach (var item in items)
            {
                text.Append('[');
                Write(text, item);
            }
        }

        text.Append(']');
    }

    private static MemberInfo[] Stored(Type type) =>
    [
        .. type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(m => m.GetCustomAttribute<IdAttribute>() is not null)
            .OrderBy(m => m.GetCustomAttribute<IdAttribute>()!.Id),
    ];
}
