using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Hosting;

namespace CxOrchestrator.Gateway.Access.Masking;

/// <summary>
/// Answers without what somebody does not see. It goes by the attributes of the API's records, so that a new endpoint or message that carries
/// one of them hides it too.
/// </summary>
internal static class SensitiveJson
{
    private static readonly ConcurrentDictionary<Hidden, JsonSerializerOptions> Made = new();

    /// <summary>How answers are written for somebody from whom this is hidden.</summary>
    public static JsonSerializerOptions Options(Hidden hidden) => Made.GetOrAdd(hidden, static h =>
    {
        var options = new JsonSerializerOptions(ApiJson.Default.Options) { TypeInfoResolver = ApiJson.Default.WithAddedModifier(type => Hide(type, h)) };
        options.MakeReadOnly();
        return options;
    });

    /// <summary>A copy without what is hidden; the value itself where nothing is.</summary>
    public static T Without<T>(T value, Hidden hidden)
        where T : class =>
        hidden == Hidden.None
            ? value
            : (T)JsonSerializer.Deserialize(
                JsonSerializer.SerializeToUtf8Bytes(value, Options(hidden).GetTypeInfo(typeof(T))), ApiJson.Default.Options.GetTypeInfo(typeof(T)))!;

    private static void Hide(JsonTypeInfo type, Hidden hidden)
    {
        foreach (var property in type.Properties)
        {
            if (property.Get is not { } get || Sensitive(type.Type, property.Name) is not { } kind || !Concerns(kind, hidden))
            {
                continue;
            }

            property.Get = kind switch
            {
                SensitiveKind.Text => o => Text(get(o)),
                SensitiveKind.Values => o => Values(get(o)),
                SensitiveKind.Touchpoint => o => get(o) is JsonElement { ValueKind: JsonValueKind.Object } touchpoint ? PersonalValues.Touchpoint(touchpoint) : get(o),
                SensitiveKind.Condition => o => o is ConditionView { Actual: { } actual } condition ? PersonalValues.Condition(condition.Text, actual) : get(o),
                SensitiveKind.Sentence => o => get(o) is string sentence ? PersonalValues.Sentence(sentence) : get(o),
                _ when hidden.HasFlag(Hidden.Errors) => static _ => null,
                _ => o => get(o) is string { Length: > 0 } ? PersonalValues.Mask : get(o),
            };
        }
    }

    private static bool Concerns(SensitiveKind kind, Hidden hidden) => hidden.HasFlag(Hidden.Personal) || (kind == SensitiveKind.Error && hidden != Hidden.None);

    private static object? Text(object? value) => value switch
    {
        string { Length: > 0 } => PersonalValues.Mask,
        IReadOnlyList<string> list => list.Select(_ => PersonalValues.Mask).ToList(),
        _ => value,
    };

    private static object? Values(object? value) => value switch
    {
        IReadOnlyDictionary<string, string> map => map.ToDictionary(v => v.Key, v => PersonalValues.Masked(v.Key, v.Value)),
        IReadOnlyList<string> list => list.Select(v => PersonalValues.Masked("", v)).ToList(),
        _ => value,
    };

    private static SensitiveKind? Sensitive(Type type, string name) =>
        type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.GetCustomAttribute<SensitiveAttribute>()?.Kind;
}
