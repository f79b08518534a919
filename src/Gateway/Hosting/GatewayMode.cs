namespace CxOrchestrator.Gateway.Hosting;

/// <summary>What runs in this process.</summary>
public enum GatewayMode
{
    /// <summary>Gateway, silo, log and store in one process; answers the loopback only.</summary>
    Embedded,

    /// <summary>A client of silos elsewhere.</summary>
    Cluster,
}
