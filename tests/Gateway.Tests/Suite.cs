using CxOrchestrator.Testing;

[assembly: AssemblyFixture(typeof(MachineTurn))]
