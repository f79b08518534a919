using System.Security.Cryptography;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>
/// Passwords are kept as salted hashes, and checked in the same time whether the account exists or not. A hash costs a
/// tenth of a second of a core on purpose, so only a few are made at a time: guessing must not take the machine from everybody else.
/// </summary>
internal sealed class Passwords : IDisposable
{
    public const int LengthMin = 12;
    public const int LengthMax = 200;

    /// <summary>Of PBKDF2 with HMAC-SHA512, as OWASP asks for.</summary>
    private const int Iterations = 210_000;

    /// <summary>Most that wait for a hash; beyond it people are asked to come again.</summary>
    private const int WaitingMax = 64;

    private const int MadeLength = 20;

    // No letters and digits that look alike: people type it once.
    private const string Signs = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly PasswordHasher<string> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim _atATime = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _nobody;
    private int _waiting;

    public Passwords() => _nobody = new Lazy<string>(() => Hash("", Make()));

    /// <summary>Too many wait already.</summary>
    public bool Busy => Volatile.Read(ref _waiting) >= WaitingMax;

    public static string Make() => RandomNumberGenerator.GetString(Signs, MadeLength);

    /// <summary>At once, for those who may set passwords.</summary>
    public string Hash(string account, string password) => _hasher.HashPassword(account, password);

    public Task<string> HashAsync(string account, string password, CancellationToken cancellationToken) => InTurnAsync(() => Hash(account, password), cancellationToken);

    /// <summary>Whether it is the account's; and whether its hash is cheaper than hashes are now.</summary>
    public Task<(bool Is, bool Rehash)> CheckAsync(StoredAccount? account, string password, CancellationToken cancellationToken) => InTurnAsync(
        () =>
        {
            var result = password.Length > LengthMax
                ? PasswordVerificationResult.Failed
                : _hasher.VerifyHashedPassword(account?.Name ?? "", account?.PasswordHash ?? _nobody.Value, password);
            return (result != PasswordVerificationResult.Failed && account?.PasswordHash is not null, result == PasswordVerificationResult.SuccessRehashNeeded);
        },
        cancellationToken);

    public void Dispose() => _atATime.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _atATime.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            // On a thread of its own: the pool begins with one for each core, and a hash would keep one from everybody else's requests.
            return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _atATime.Release();
        }
    }
}
