using System.Text;

namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>What no reader can make a touchpoint of.</summary>
internal static class Poison
{
    private const int TooLarge = 70_000;

    private static readonly string Good = """{"id":"p","type":"order.placed","customer":"poisoned","at":"2026-01-05T08:00:00Z","source":"poison"}""";

    /// <summary>One of each kind: its name, its bytes and its headers.</summary>
    public static IEnumerable<(string Kind, byte[]? Value, (string, string)[] Headers)> All()
    {
        yield return Of("not JSON", "order placed!");
        yield return Of("half of it", Good[..40]);
        yield return Of("no object", "[1,2,3]");
        yield return Of("fields missing", """{"id":"p"}""");
        yield return Of("wrong fields", Good.Replace("\"customer\"", "\"buyer\"", StringComparison.Ordinal));
        yield return Of("wrong types", Good.Replace("\"order.placed\"", "17", StringComparison.Ordinal));
        yield return Of("no time", Good.Replace("2026-01-05T08:00:00Z", "yesterday", StringComparison.Ordinal));
        yield return Of("ahead of every clock", Good.Replace("2026-01-05", "2126-01-05", StringComparison.Ordinal));
        yield return Of("too deep", Good.Replace("\"source\":\"poison\"", $"\"attributes\":{{\"a\":{new string('[', 60)}{new string(']', 60)}}}", StringComparison.Ordinal));
        yield return ("wrong encoding", Encoding.Unicode.GetBytes(Good), []);
        yield return ("no encoding", [0xff, 0xfe, 0x00, 0xc3, 0x28], []);
        yield return ("null", null, []);
        yield return ("empty", [], []);
        yield return Of("oversized", Good.Replace("poisoned", new string('x', TooLarge), StringComparison.Ordinal));
        yield return Of("a CloudEvent without its fields", """{"specversion":"1.0","id":"p"}""", ("content-type", "application/cloudevents+json"));
        yield return Of("a CloudEvent in another form", "Obj", ("content-type", "application/cloudevents+avro"));
        yield return Of("a CloudEvent in headers, without its fields", Good, ("ce_specversion", "1.0"), ("ce_id", "p"));
    }

    private static (string, byte[]?, (string, string)[]) Of(string kind, string text, params (string, string)[] headers) => (kind, Encoding.UTF8.GetBytes(text), headers);
}
