namespace CxOrchestrator.Storage.Identities;

/// <summary>What becomes of customers who have an identity in common that says they are one.</summary>
public enum MergeMode
{
    /// <summary>A person decides.</summary>
    Review,

    /// <summary>They are merged.</summary>
    Automatic,
}
