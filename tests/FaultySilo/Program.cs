using CxOrchestrator.FaultySilo;
using CxOrchestrator.Silo;

// The very silo, and what --Faults:... has it do wrong; without any it does nothing wrong.
return await SiloProgram.RunAsync(args, FaultSetup.Apply);
