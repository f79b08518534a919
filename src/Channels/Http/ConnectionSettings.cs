using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>What a connection states for its provider.</summary>
public static class ConnectionSettings
{
    /// <summary>Longest value, in characters.</summary>
    public const int LengthMax = 10_000;

    /// <summary>What is wrong with the settings, in sentences without a full stop; empty where they are right.</summary>
    public static ImmutableArray<string> Problems(ProviderDefinition provider, IReadOnlyDictionary<string, string> settings)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var name in settings.Keys.Where(n => provider.Settings.All(s => s.Name != n)).Order(StringComparer.Ordinal))
        {
            problems.Add($"{provider.Name} has no setting '{name}'; it has {(provider.Settings.IsEmpty ? "none" : string.Join(", ", provider.Settings.Select(s => s.Name)))}");
        }

        foreach (var setting in provider.Settings)
        {
            var value = settings.GetValueOrDefault(setting.Name);
            if (string.IsNullOrWhiteSpace(value))
            {
                if (setting is { Required: true, Default: null })
                {
                    problems.Add($"'{setting.Name}' ({setting.Label}) is missing");
                }
            }
            else if (value.Length > LengthMax)
            {
                problems.Add($"'{setting.Name}' has {value.Length} characters; the most are {LengthMax:N0}");
            }
            else if (setting.Format == SettingFormat.Json && Json(provider, setting, value) is { } wrong)
            {
                problems.Add($"'{setting.Name}' {wrong}");
            }
        }

        return problems.DrainToImmutable();
    }

    /// <summary>Secrets that have to be entered before a message can be sent.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="secrets">Names of those that are there.</param>
    public static ImmutableArray<ProviderSecret> Missing(ProviderDefinition provider, IReadOnlySet<string> secrets) => [.. provider.Secrets.Where(s => s.Required && !secrets.Contains(s.Name))];

    /// <summary>With the defaults of those that are not stated.</summary>
    internal static FrozenDictionary<string, string> Effective(ProviderDefinition provider, IReadOnlyDictionary<string, string> settings) => provider.Settings
        .Select(s => KeyValuePair.Create(s.Name, settings.GetValueOrDefault(s.Name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : s.Default))
        .Where(s => s.Value is not null)
        .ToFrozenDictionary(s => s.Key, s => s.Value!, StringComparer.Ordinal);

    private static string? Json(ProviderDefinition provider, ProviderSetting setting, string value)
    {
        if (SettingJson.Read(value, provider.Settings, provider.Secrets, out var why) is not { } json)
        {
            return why;
        }

        if (provider.Send.HeadersFrom != setting.Name)
        {
            return null;
        }

        return json is not BodyObject { Fields: var fields } ? "is no JSON object of headers"
            : fields.FirstOrDefault(f => !SettingJson.IsHeader(f.Key)).Key is { } name ? $"holds the header '{name}', which cannot be set"
            : fields.FirstOrDefault(f => f.Value is BodyObject or BodyList).Key is { } group ? $"holds the header '{group}', whose value is no text"
            : null;
    }
}
