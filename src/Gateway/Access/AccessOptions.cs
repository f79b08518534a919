using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Access;

/// <summary>How people are known.</summary>
public enum SignInMode
{
    /// <summary>Nobody signs in: everybody acts as the owner, or chooses another account without a password.</summary>
    Open,

    /// <summary>Local accounts with passwords.</summary>
    Accounts,
}

/// <summary>Who may do what.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Open or Accounts. Default: Open.</summary>
    public SignInMode SignIn { get; set; } = SignInMode.Open;

    /// <summary>How long a session lasts without a request. Default: 12 hours. Bound: 5 minutes to 30 days.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan SessionFor { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How soon a change of an account reaches its sessions. Default: 5 s. Bound: 100 ms to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan AccountsKnownFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Wrong passwords in a row after which an account waits. Default: 5.</summary>
    [Range(1, 100)]
    public int WrongPasswordsMax { get; set; } = 5;

    /// <summary>How long it waits then. Default: 1 min. Bound: 1 s to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan WrongPasswordPause { get; set; } = TimeSpan.FromMinutes(1);
}

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
