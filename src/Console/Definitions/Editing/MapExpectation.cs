namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>An expectation on the map: an arrow from the stage that arms it to the stage that meets it.</summary>
internal sealed record MapExpectation(string Name, string Time, bool Critical, double From, double To, double Y);
