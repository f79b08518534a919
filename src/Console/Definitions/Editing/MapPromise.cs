namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>A promise on the map: an arrow from where it is made to where it is kept.</summary>
internal sealed record MapPromise(string Name, string Time, bool Critical, double From, double To, double Y);
