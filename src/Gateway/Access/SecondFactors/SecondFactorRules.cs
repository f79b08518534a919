using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Access.SecondFactors;

/// <summary>Who is asked for a second factor, and who must have one. Of accounts of a provider neither holds: the provider asks.</summary>
internal static class SecondFactorRules
{
    /// <summary>Sign-in requires a code in addition to the password.</summary>
    public static bool TakesCode(this StoredAccount account) => account is { Subject: null, SecondFactor: not null };

    /// <summary>The installation requires one, by its settings alone.</summary>
    public static bool RequiresByRole(this AccessOptions options, StoredAccount account) =>
        account.Subject is null && (options.SecondFactor == SecondFactorMode.Required || options.SecondFactorRoles.Split(' ').Any(role => account.Roles.Contains(role)));

    public static bool Requires(this AccessOptions options, StoredAccount account) =>
        account is { Subject: null, SecondFactorRequired: true } || options.RequiresByRole(account);

    /// <summary>It must have one and has none: it is good for setting one up, and for nothing else.</summary>
    public static bool Lacks(this AccessOptions options, StoredAccount account) => account.SecondFactor is null && options.Requires(account);
}
