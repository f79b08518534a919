namespace CxOrchestrator.Gateway.Sources.Files;

/// <summary>What became of an upload.</summary>
internal enum UploadOutcome
{
    Stored,
    Empty,
    TooLarge,

    /// <summary>Somebody cancelled it, or it took too long.</summary>
    Cancelled,
}
