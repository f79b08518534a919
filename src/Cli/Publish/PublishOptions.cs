namespace CxOrchestrator.Cli.Publish;

internal sealed record PublishOptions
{
    public required string Folder { get; init; }

    public required Uri To { get; init; }

    /// <summary>Only say what would change.</summary>
    public bool DryRun { get; init; }

    /// <summary>Also documents whose home is a watched folder.</summary>
    public bool TakeOver { get; init; }

    /// <summary>Who publishes; null: the gateway's default account.</summary>
    public string? Account { get; init; }

    /// <summary>Of the account; null: the gateway asks for none.</summary>
    public string? Password { get; init; }

    /// <summary>Besides the password; null: the account has no second factor.</summary>
    public string? Code { get; init; }
}
