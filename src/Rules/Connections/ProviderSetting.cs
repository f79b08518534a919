namespace CxOrchestrator.Rules.Connections;

/// <summary>What a setting's text is.</summary>
public enum SettingFormat
{
    /// <summary>A text that takes the place of its name.</summary>
    Text,

    /// <summary>JSON whose texts are templates themselves, for a body or headers that each connection states.</summary>
    Json,
}

/// <summary>A setting of a connection; everybody who may see the connection may see it.</summary>
public sealed record ProviderSetting
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    public SettingFormat Format { get; init; }

    public bool Required { get; init; }

    /// <summary>Where the connection states none; null: nothing.</summary>
    public string? Default { get; init; }
}
