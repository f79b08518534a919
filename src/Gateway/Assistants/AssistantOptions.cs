namespace CxOrchestrator.Gateway.Assistants;

/// <summary>Whether AI assistants are answered.</summary>
public sealed class AssistantOptions
{
    public const string Section = "Assistants";

    /// <summary>Answers the Model Context Protocol at <c>/mcp</c>, to keys with the scope assistant. Default: false.</summary>
    public bool Enabled { get; set; }
}
