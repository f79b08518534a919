using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Access;

/// <summary>What came of signing in at the provider: the account, or why there is none.</summary>
internal sealed record ProviderEntry(StoredAccount? Account, ProviderRefusal? Refusal)
{
    public static ProviderEntry Of(StoredAccount account) => new(account, null);

    public static ProviderEntry Refused(string reason, string problem, string cure) => new(null, new ProviderRefusal(reason, problem, cure));
}
