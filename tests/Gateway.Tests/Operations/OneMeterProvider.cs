namespace CxOrchestrator.Gateway.Tests.Operations;

/// <summary>
/// Tests that read the metrics page run while no other gateway is in the process: the exporter tells meters apart by name only, and one that
/// ends elsewhere would end what is read here.
/// </summary>
[CollectionDefinition(nameof(OneMeterProvider), DisableParallelization = true)]
public sealed class OneMeterProvider;
