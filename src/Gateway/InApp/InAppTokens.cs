using System.Collections.Immutable;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Touchpoints;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>Reads tokens that a company's servers sign for their customers.</summary>
internal sealed class InAppTokens(TimeProvider clock)
{
    public const string Audience = "cx-in-app";

    /// <summary>Longest time that a token may be valid for.</summary>
    public static readonly TimeSpan ValidMax = TimeSpan.FromHours(24);

    /// <summary>Longest token.</summary>
    public const int LengthMax = 4_096;

    private const string SubjectClaim = "sub";

    // Clocks of servers differ a little.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LengthMax };

    /// <summary>The customer; else why the token is not taken.</summary>
    public async Task<(InAppCustomer? Customer, string? Refusal)> ReadAsync(string token, ImmutableArray<SecurityKey> keys)
    {
        var refusal = "It is not signed (HS256) with a key of this installation.";
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidateIssuer = false,
            ValidAudience = Audience,
            RequireSignedTokens = true,
            LifetimeValidator = (from, until, _, _) =>
            {
                var wrong = Lifetime(from, until);
                refusal = wrong ?? refusal;
                return wrong is null;
            },
        });
        if (!result.IsValid)
        {
            return (null, result.Exception is SecurityTokenInvalidAudienceException ? $"Its aud is not {Audience}." : refusal);
        }

        var subject = result.Claims.TryGetValue(SubjectClaim, out var claim) ? claim as string : null;
        return string.IsNullOrWhiteSpace(subject) || subject.Length > CustomerId.LengthMax || subject.Any(char.IsControl)
            ? (null, $"Its sub is not a customer's id of 1 to {CustomerId.LengthMax} characters.")
            : (new InAppCustomer(CustomerKey.For(new(subject)), new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero)), null);
    }

    private string? Lifetime(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return until is not { } end ? "It has no exp."
            : end <= now ? "It has expired."
            : end > now + ValidMax + Skew ? "Its exp is more than 24 hours away."
            : from > now + Skew ? "It is not valid yet."
            : null;
    }
}
