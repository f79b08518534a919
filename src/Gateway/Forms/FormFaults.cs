namespace CxOrchestrator.Gateway.Forms;

/// <summary>What is wrong with an answer, by field; null: nothing.</summary>
internal sealed record FormFaults(string? Score, string? Comment)
{
    public static FormFaults None { get; } = new(null, null);

    public bool Any => Score is not null || Comment is not null;
}
