namespace CxOrchestrator.EndToEnd.Faults.Traffic;

/// <summary>A touchpoint as it is sent; a repeat is the same one again.</summary>
internal sealed record Line(string Customer, string Id, string Type, string Order, string Json);
