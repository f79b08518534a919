namespace CxOrchestrator.Storage.Deliveries;

/// <summary>A report with the message that it is about.</summary>
/// <param name="Number">Its place among all.</param>
/// <param name="Reported">What was reported; its action is known.</param>
/// <param name="Connection">The connection that the message left through; null where it is gone or is not stored yet.</param>
/// <param name="Address">Where the message went; null where that is not known.</param>
public sealed record StoredStep(long Number, NewStep Reported, string? Connection, string? Address);
