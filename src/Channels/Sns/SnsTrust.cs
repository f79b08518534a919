using System.Security.Cryptography.X509Certificates;

namespace CxOrchestrator.Channels.Sns;

/// <summary>Who may have issued the certificates that sign notifications of Amazon SNS.</summary>
/// <param name="Roots">Roots that are trusted; null: those of the system.</param>
public sealed record SnsTrust(X509Certificate2Collection? Roots = null);
