using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Keys;

/// <summary>Whether a machine may send, and for which sources.</summary>
internal sealed class IntakeAccess(KeyDirectory keys, KeyUses uses, IOptions<AccessOptions> access, IOptions<IntakeOptions> intake, RefusalLog log, TimeProvider clock)
{
    private const string Scheme = "Bearer ";

    /// <summary>What the request may send; else why it may not. A key that is not valid is refused where none is needed too.</summary>
    public async Task<(IntakeGrant? Grant, IResult? Refusal)> OfAsync(HttpContext context, string scope)
    {
        if (context.Request.Headers.Authorization.Count == 0)
        {
            return access.Value.SignIn == SignInMode.Open || intake.Value.Anonymous
                ? (IntakeGrant.Anonymous, null)
                : (null, Refused(context, StatusCodes.Status401Unauthorized, "key-needed", "A key is needed to send", "The request has no Authorization header.").Item2);
        }

        var (key, refusal) = await KeyAsync(context, scope);
        return key is null ? (null, refusal) : (new IntakeGrant(key), null);
    }

    /// <summary>The key that the request has; else why it may not do that.</summary>
    public async Task<(StoredApiKey? Key, IResult? Refusal)> KeyAsync(HttpContext context, string scope)
    {
        if (context.Request.Headers.Authorization.Count == 0)
        {
            return Refused(context, StatusCodes.Status401Unauthorized, "key-needed", "A key is needed", "The request has no Authorization header.");
        }

        var key = context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await keys.FindAsync(header[Scheme.Length..].Trim(), context.RequestAborted)
            : null;
        if (key is null)
        {
            return Refused(context, StatusCodes.Status401Unauthorized, "unknown-key", "This key is not known here", "Authorization is not \"Bearer\" and a key of this installation. It may have been removed.");
        }

        if (key.ExpiresAt <= clock.GetUtcNow())
        {
            return Refused(context, StatusCodes.Status401Unauthorized, "expired-key", "This key has expired", $"A secret of the key {key.Name} was valid until {key.ExpiresAt:O}.");
        }

        if (!key.Scopes.Contains(scope))
        {
            return Refused(context, StatusCodes.Status403Forbidden, "scope-missing", "This key may not do that", $"It takes the scope {scope}; the key {key.Name} has {string.Join(", ", key.Scopes)}.");
        }

        uses.Used(key);
        return (key, null);
    }

    private (StoredApiKey?, IResult?) Refused(HttpContext context, int status, string type, string title, string detail)
    {
        var problem = Problems.Make(status, type, title, detail, "Send Authorization: Bearer and a key. An administrator makes one in the console or with cx keys add.");
        log.Refused(context, problem);
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = Scheme.Trim();
        }

        return (null, Problems.Of(problem));
    }
}

/// <summary>What a request may send.</summary>
/// <param name="Key">Null: anything, where no key is needed.</param>
internal sealed record IntakeGrant(StoredApiKey? Key)
{
    /// <summary>Sources of touchpoints that the product makes itself begin with this.</summary>
    private const string Reserved = "cx";

    public static IntakeGrant Anonymous { get; } = new((StoredApiKey?)null);

    /// <summary>Why nothing of this source is taken; null where it is.</summary>
    public string? Refusal(string source) =>
        source.StartsWith(Reserved, StringComparison.OrdinalIgnoreCase) ? "Sources that begin with cx are reserved for this product."
        : Key?.MaySendFor(source) == false ? $"The key {Key.Name} may not send for the source {source}."
        : null;
}
