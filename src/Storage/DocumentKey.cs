namespace CxOrchestrator.Storage;

/// <summary>Which document: its kind (journey, segment, policy, template, provider, settings) and its id.</summary>
public readonly record struct DocumentKey(string Kind, string Id)
{
    public const string Policy = "policy";

    public override string ToString() => $"{Kind} {Id}";
}
