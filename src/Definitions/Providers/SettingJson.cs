using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>JSON that a connection's setting holds for a body or headers, its texts being templates.</summary>
public static class SettingJson
{
    /// <summary>The JSON, or null with the reason, as a sentence goes on after the name of the setting.</summary>
    /// <param name="text">As the connection states it.</param>
    /// <param name="settings">The provider's.</param>
    /// <param name="secrets">The provider's.</param>
    /// <param name="why">What is wrong.</param>
    public static BodyValue? Read(string text, ImmutableArray<ProviderSetting> settings, ImmutableArray<ProviderSecret> secrets, out string why)
    {
        // YAML reads JSON, with places.
        var reading = text.Contains("\n---", StringComparison.Ordinal) ? null : NodeReader.Read(new Slice(text, 1));
        if (reading is not { Complete: true, Errors.IsEmpty: true, Root: MapNode or ListNode })
        {
            why = "is no JSON object or list, like {\"to\": \"{{ message.to }}\"}";
            return null;
        }

        var problems = new Problems();
        var file = new SourceFile(new DocumentSource("setting", text), 0, problems);
        var fields = Fields.Open(file, new MapNode(reading.Root!.Place, []), ProviderShapes.Setting)!;
        var value = BodyReading.Read(new ProviderScope(file, settings, secrets), fields, reading.Root);
        why = problems.InOrder() is { IsEmpty: false } errors ? $"is wrong on line {errors[0].Line}, column {errors[0].Column}: {errors[0].Message}" : "";
        return why.Length == 0 ? value : null;
    }

    /// <summary>Whether a header of that name may be stated.</summary>
    public static bool IsHeader(string name) => RequestReading.IsAllowed(name);
}
