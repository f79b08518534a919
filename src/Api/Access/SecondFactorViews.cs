namespace CxOrchestrator.Api.Access;

/// <summary>Part of <c>GET /v1/me</c>: what sign-in requires in addition to the password.</summary>
public sealed record SecondFactorState
{
    /// <summary>Sign-in requires a code.</summary>
    public required bool Enabled { get; init; }

    /// <summary>It cannot be turned off: the installation, or an administrator, requires it.</summary>
    public required bool Required { get; init; }

    /// <summary>Recovery codes that were not used so far, of ten.</summary>
    public required int RecoveryCodesLeft { get; init; }
}

/// <summary>Body of <c>POST /v1/me/second-factor</c>.</summary>
public sealed record SecondFactorStart
{
    public required string Password { get; init; }
}

/// <summary>Answer of <c>POST /v1/me/second-factor</c>: a new secret, which is used once a code of it was right.</summary>
public sealed record SecondFactorSecret
{
    /// <summary>In groups of four, to be typed into an authenticator app.</summary>
    public required string Secret { get; init; }

    /// <summary><c>otpauth://totp/...</c>, for apps on the same device.</summary>
    public required string Uri { get; init; }

    /// <summary>The same as a QR code: an SVG element.</summary>
    public required string QrSvg { get; init; }

    /// <summary>Goes into <see cref="SecondFactorConfirmation.Pending"/>, within 15 minutes.</summary>
    public required string Pending { get; init; }
}

/// <summary>Body of <c>POST /v1/me/second-factor/confirm</c>.</summary>
public sealed record SecondFactorConfirmation
{
    /// <summary>What came with the secret.</summary>
    public required string Pending { get; init; }

    /// <summary>The six digits that the app shows.</summary>
    public required string Code { get; init; }
}

/// <summary>Body of <c>POST /v1/me/second-factor/disable</c> and <c>/recovery-codes</c>.</summary>
public sealed record SecondFactorProof
{
    public required string Password { get; init; }

    /// <summary>From the authenticator app, or a recovery code.</summary>
    public required string Code { get; init; }
}

/// <summary>Codes that sign in once each without the app. They are shown in this answer and never again.</summary>
public sealed record RecoveryCodesView
{
    public required IReadOnlyList<string> Codes { get; init; }
}
