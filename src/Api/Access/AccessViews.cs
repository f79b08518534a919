namespace CxOrchestrator.Api.Access;

/// <summary><c>GET /v1/me</c>: who acts.</summary>
public sealed record MeView
{
    /// <summary>What the audit trail says; null: not signed in, and sign-in is required.</summary>
    public string? Name { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>Of marketer, approver, operator, supervisor, administrator, viewer.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>False: acts as the default account, without having signed in.</summary>
    public required bool SignedIn { get; init; }

    /// <summary>open: accounts are chosen without a password; accounts: sign-in requires a password.</summary>
    public required string SignIn { get; init; }

    /// <summary>Signs in with a password of this installation's, which can be changed here.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Null where there is no password of this installation's, which a second factor could go with.</summary>
    public SecondFactorState? SecondFactor { get; init; }

    /// <summary>Names, ways to reach people and free text are shown as <c>•••</c>: none of the roles needs them.</summary>
    public bool PersonalDataHidden { get; init; }

    /// <summary>Where accounts are chosen without a password, those that can be chosen; else empty.</summary>
    public IReadOnlyList<AccountChoice> Accounts { get; init; } = [];

    /// <summary>Answer of <c>POST /v1/sign-out</c>: where a browser goes to sign out at the provider too; null: there is nothing more to do.</summary>
    public string? SignOutAt { get; init; }
}

/// <summary>An account that can be chosen with <c>POST /v1/me/switch</c>.</summary>
public sealed record AccountChoice
{
    public required string Name { get; init; }

    public required string DisplayName { get; init; }
}

/// <summary>An item of <c>GET /v1/accounts</c>.</summary>
public sealed record AccountView
{
    public required string Name { get; init; }

    public required string DisplayName { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Can sign in with a password.</summary>
    public required bool HasPassword { get; init; }

    /// <summary>Signs in at the provider, which decides the roles at each sign-in.</summary>
    public required bool OfProvider { get; init; }

    public required bool Disabled { get; init; }

    /// <summary>The password was set by somebody else: sign-in requires a new one.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Sign-in requires a code in addition to the password.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>A second factor is required of this account, whatever its roles are.</summary>
    public bool SecondFactorRequired { get; init; }

    /// <summary>A second factor is required by the settings of the installation: of everybody, or of one of the roles.</summary>
    public bool SecondFactorRequiredByRole { get; init; }

    /// <summary>Goes into <c>If-Match</c> of a change.</summary>
    public required long Version { get; init; }
}

/// <summary>Body of <c>PUT /v1/accounts/{name}</c>.</summary>
public sealed record AccountChange
{
    /// <summary>1 to 100 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Of marketer, approver, operator, supervisor, administrator, viewer.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>A new one, 12 to 200 characters, which its owner has to change at the next sign-in; null leaves it as it is. An account of the provider's has none.</summary>
    public string? Password { get; init; }

    public bool Disabled { get; init; }

    /// <summary>Whether a second factor is required of this account; null leaves it as it is. An account of the provider's has none.</summary>
    public bool? SecondFactorRequired { get; init; }
}

/// <summary>Body of <c>POST /v1/me/switch</c>.</summary>
public sealed record SwitchRequest
{
    public required string Account { get; init; }
}

/// <summary>Body of <c>POST /v1/sign-in</c>.</summary>
public sealed record SignInRequest
{
    public required string Account { get; init; }

    public required string Password { get; init; }

    /// <summary>Becomes the account's password, 12 to 200 characters; null: it stays.</summary>
    public string? NewPassword { get; init; }

    /// <summary>From an authenticator app, or a recovery code; needed where the account has a second factor.</summary>
    public string? Code { get; init; }
}

/// <summary>Body of <c>POST /v1/me/password</c>.</summary>
public sealed record PasswordChange
{
    public required string Current { get; init; }

    /// <summary>12 to 200 characters.</summary>
    public required string Password { get; init; }

    /// <summary>From an authenticator app, or a recovery code; needed where the account has a second factor.</summary>
    public string? Code { get; init; }
}

/// <summary>An item of <c>GET /v1/audit</c>, newest first.</summary>
public sealed record AuditEntryView
{
    public required long Number { get; init; }

    /// <summary>By the system's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>An account, or where an import came from.</summary>
    public required string By { get; init; }

    /// <summary>saved, submitted, approved, rejected, published, paused, resumed, retired, rolledBack, imported, removed, sendingStopped, ...</summary>
    public required string Action { get; init; }

    /// <summary>Kind of what it was done to: policy, journey, segment, settings, account, sending.</summary>
    public string? Kind { get; init; }

    public string? Id { get; init; }

    /// <summary>Version of the set of documents that it made.</summary>
    public int? Version { get; init; }

    public string? Detail { get; init; }
}
