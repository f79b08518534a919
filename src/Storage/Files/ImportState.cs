namespace CxOrchestrator.Storage.Files;

/// <summary>How an import is. The numbers are stored.</summary>
public enum ImportState
{
    /// <summary>Its file is being stored.</summary>
    Uploading = 0,
    Waiting = 1,
    Running = 2,
    Done = 3,
    Failed = 4,
    Cancelled = 5,
}
