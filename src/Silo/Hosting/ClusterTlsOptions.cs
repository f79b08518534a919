namespace CxOrchestrator.Silo.Hosting;

/// <summary>Certificates by which silos and gateways of one installation know each other. Each has its own, all of one authority that signs nothing else.</summary>
public sealed class ClusterTlsOptions
{
    public const string Section = "Cluster:Tls";

    /// <summary>This process's certificate, PEM, with those between it and the authority after it. Default: none, and connections are not encrypted.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Its private key, PEM.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The authority's certificate, PEM: a process without one of its certificates is refused.</summary>
    public string? AuthorityFile { get; set; }
}
