using System.Runtime.InteropServices;
using System.Text;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>JSON pointers (RFC 6901).</summary>
internal static class Pointers
{
    public static string Of(List<string> path) => Of(CollectionsMarshal.AsSpan(path));

    public static string Of(params ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
        {
            return "";
        }

        var pointer = new StringBuilder();
        foreach (var name in path)
        {
            pointer.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
        }

        return pointer.ToString();
    }
}
