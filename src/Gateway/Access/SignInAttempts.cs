using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Wrong passwords in a row: of an account from one address, so that nobody is locked out by what others try from elsewhere; and from one
/// address over all accounts. Kept in the store, where all gateways see them.
/// </summary>
internal sealed class SignInAttempts(ISignInTries tries, IOptions<AccessOptions> options)
{
    private const int NameLengthMax = 100;

    /// <summary>Counts a try; how long to wait where it may not be made.</summary>
    public async Task<TimeSpan?> BeginAsync(string name, string address, CancellationToken cancellationToken)
    {
        var (bounds, pause) = (options.Value, options.Value.WrongPasswordPause);
        return await tries.BeginAsync(Address(address), bounds.WrongPasswordsPerAddressMax, pause, cancellationToken)
            ?? await tries.BeginAsync(Account(name, address), bounds.WrongPasswordsMax, pause, cancellationToken);
    }

    /// <summary>The try was right: the account's are forgotten, and the address has one less.</summary>
    public async Task RightAsync(string name, string address, CancellationToken cancellationToken)
    {
        await tries.RightAsync(Account(name, address), all: true, cancellationToken);
        await tries.RightAsync(Address(address), all: false, cancellationToken);
    }

    /// <summary>The password alone was right: this try is not counted, and wrong codes before it stay.</summary>
    public async Task UndoAsync(string name, string address, CancellationToken cancellationToken)
    {
        await tries.RightAsync(Account(name, address), all: false, cancellationToken);
        await tries.RightAsync(Address(address), all: false, cancellationToken);
    }

    /// <summary>Counts a code like a password, and also over all addresses: only somebody with the password can give one, so strangers lock nobody out.</summary>
    public async Task<TimeSpan?> BeginCodeAsync(string name, string address, CancellationToken cancellationToken) =>
        await BeginAsync(name, address, cancellationToken)
        ?? await tries.BeginAsync(Codes(name), options.Value.WrongCodesMax, options.Value.WrongPasswordPause, cancellationToken);

    /// <summary>The code was right, after the password.</summary>
    public async Task RightCodeAsync(string name, string address, CancellationToken cancellationToken)
    {
        await RightAsync(name, address, cancellationToken);
        await tries.RightAsync(Codes(name), all: true, cancellationToken);
    }

    private static string Codes(string name) => $"codes of {name}";

    private static string Address(string address) => $"from {address}";

    private static string Account(string name, string address) => $"{name[..Math.Min(name.Length, NameLengthMax)]} from {address}";
}
