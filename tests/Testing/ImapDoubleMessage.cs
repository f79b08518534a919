namespace CxOrchestrator.Testing;

/// <summary>A message in a folder of an <see cref="ImapDouble"/>.</summary>
public sealed record ImapDoubleMessage(uint Id, byte[] Source, DateTimeOffset ArrivedAt)
{
    public bool Seen { get; set; }

    /// <summary>The size that the server states; null: the real one.</summary>
    public int? Size { get; set; }
}
