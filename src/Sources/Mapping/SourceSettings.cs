using System.Collections.Immutable;
using CxOrchestrator.Rules.Connections.Sources;

namespace CxOrchestrator.Sources.Mapping;

/// <summary>What a connection states for its kind of source.</summary>
public static class SourceSettings
{
    /// <summary>With the defaults of those that are not stated.</summary>
    public static ImmutableDictionary<string, string> Effective(SourceDefinition source, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var stated = settings.Where(s => !string.IsNullOrWhiteSpace(s.Value)).GroupBy(s => s.Key, StringComparer.Ordinal).ToDictionary(s => s.Key, s => s.First().Value, StringComparer.Ordinal);
        return source.Settings.Select(s => KeyValuePair.Create(s.Name, stated.GetValueOrDefault(s.Name) ?? s.Default)).Where(s => s.Value is not null)
            .ToImmutableDictionary(s => s.Key, s => s.Value!, StringComparer.Ordinal);
    }

    /// <summary>What is wrong with the settings, in sentences without a full stop; empty where they are right.</summary>
    public static ImmutableArray<string> Problems(SourceDefinition source, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var stated = settings.ToList();
        return
        [
            .. stated.Where(s => source.Settings.All(d => d.Name != s.Key))
                .Select(s => $"{source.Name} has no setting '{s.Key}'; it has {(source.Settings.IsEmpty ? "none" : string.Join(", ", source.Settings.Select(d => d.Name)))}"),
            .. source.Settings.Where(d => d is { Required: true, Default: null } && stated.All(s => s.Key != d.Name || string.IsNullOrWhiteSpace(s.Value)))
                .Select(d => $"'{d.Name}' ({d.Label}) is missing"),
        ];
    }
}
