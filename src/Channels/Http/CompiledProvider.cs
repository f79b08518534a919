using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>The texts and expressions of a provider document, and the settings of one connection, ready to be used.</summary>
internal sealed class CompiledProvider
{
    private CompiledProvider(ProviderDefinition definition, FrozenDictionary<string, string> settings)
    {
        Definition = definition;
        Settings = settings;
        var send = definition.Send;
        Send = new RequestTexts(send);
        Form = send.Body is FormBody form ? Named(form.Fields) : [];
        Json = send.Body switch
        {
            JsonBody json => new BodyTexts(json.Value),
            JsonSettingBody { Setting: var setting } when OfSetting(setting) is { } value => new BodyTexts(value),
            _ => null,
        };
        Whole = send.Body is TextBody text ? Text(text.Text) : null;
        MoreHeaders = send.HeadersFrom is { } headers && OfSetting(headers) is { } more ? new BodyTexts(more) : null;
        Lookup = definition.Lookup is { } lookup ? new RequestTexts(lookup.Request) : null;
        Test = definition.Test is { } test ? new RequestTexts(test.Request) : null;
        Answer = new CompiledAnswer(definition);
    }

    public ProviderDefinition Definition { get; }

    /// <summary>With the defaults of those that the connection does not state.</summary>
    public FrozenDictionary<string, string> Settings { get; }

    public RequestTexts Send { get; }

    public ImmutableArray<KeyValuePair<string, ProviderText>> Form { get; }

    public BodyTexts? Json { get; }

    public ProviderText? Whole { get; }

    public BodyTexts? MoreHeaders { get; }

    public RequestTexts? Lookup { get; }

    public RequestTexts? Test { get; }

    public CompiledAnswer Answer { get; }

    /// <exception cref="ArgumentException">The settings are not those that the provider takes; see <see cref="ConnectionSettings.Problems"/>.</exception>
    public static CompiledProvider Of(ProviderDefinition definition, IReadOnlyDictionary<string, string> settings)
    {
        var problems = ConnectionSettings.Problems(definition, settings);
        return problems.IsEmpty
            ? new CompiledProvider(definition, ConnectionSettings.Effective(definition, settings))
            : throw new ArgumentException($"Settings for {definition.Name}: {string.Join("; ", problems)}.", nameof(settings));
    }

    /// <summary>A text that was checked with its document.</summary>
    public static ProviderText Text(string text) =>
        ProviderText.Parse(text, out var errors) ?? throw new ArgumentException($"A text of the provider document {errors[0].Message}", nameof(text));

    /// <summary>An expression that was checked with its document.</summary>
    public static ProviderQuery Query(string expression) =>
        ProviderQuery.Parse(expression, out var why, out _) ?? throw new ArgumentException($"An expression of the provider document {why}", nameof(expression));

    public static ProviderQuery? Optional(string? expression) => expression is null ? null : Query(expression);

    public static ImmutableArray<KeyValuePair<string, ProviderText>> Named(ImmutableArray<KeyValuePair<string, string>> texts) =>
        [.. texts.Select(t => KeyValuePair.Create(t.Key, Text(t.Value)))];

    private BodyValue? OfSetting(string name) =>
        Settings.GetValueOrDefault(name) is { } text ? SettingJson.Read(text, Definition.Settings, Definition.Secrets, out _) : null;
}
