namespace CxOrchestrator.Storage;

/// <summary>A store is not in a state for what was asked of it; the message says why, and what to do. Nothing was changed.</summary>
public sealed class StoreRefusedException(string message) : Exception(message);
