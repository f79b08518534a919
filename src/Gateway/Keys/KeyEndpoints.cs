using System.Collections.Immutable;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Keys;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;

namespace CxOrchestrator.Gateway.Keys;

/// <summary><c>/v1/keys</c>: keys with which machines send.</summary>
internal static class KeyEndpoints
{
    private const int SourcesMax = 100;
    private const int SourceLengthMax = 300;
    private const int YearsMax = 5;
    private const string AuditKind = "key";

    private static readonly TimeSpan ValidFor = TimeSpan.FromDays(365);
    private static readonly TimeSpan EarlierFor = TimeSpan.FromDays(7);

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/v1/keys").WithTags("Access").Refuses(StatusCodes.Status403Forbidden);
        keys.MapGet("/", ListAsync).WithName("ListKeys").WithSummary("Keys for machines, by name, without their secrets").Produces<Api.Page<ApiKeyView>>();
        keys.MapPost("/", AddAsync)
            .WithName("AddKey").WithSummary("Create a key; its secret is returned once and never shown again")
            .Accepts<NewApiKey>("application/json").Produces<ApiKeyMade>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status409Conflict);
        keys.MapPost("/{name}/rotate", RotateAsync)
            .WithName("RotateKey").WithSummary("Make a new secret of a key; the one before stays valid for a time")
            .Accepts<KeyRotation>("application/json").Produces<ApiKeyMade>(StatusCodes.Status201Created)
            .Refuses(StatusCodes.Status400BadRequest).Refuses(StatusCodes.Status404NotFound).Refuses(StatusCodes.Status409Conflict);
        keys.MapDelete("/{name}", static (string name, HttpContext context, IApiKeyStore store, KeyDirectory directory, CancellationToken cancellationToken) =>
                RemoveAsync(name, null, context, store, directory, cancellationToken))
            .WithName("RemoveKey").WithSummary("Remove a key: its secrets are rejected from then on").Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound);
        keys.MapDelete("/{name}/secrets/{id}", RemoveAsync)
            .WithName("RemoveKeySecret").WithSummary("Remove one secret of a key").Produces(StatusCodes.Status204NoContent).Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(IApiKeyStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var keys = Views(await store.ListAsync(cancellationToken), clock.GetUtcNow());
        return TypedResults.Json(new Api.Page<ApiKeyView> { Items = keys, Total = keys.Count }, ApiJson.Default.PageApiKeyView);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, IApiKeyStore store, KeyDirectory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.NewApiKey, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var (arguments, now) = (new Arguments(), clock.GetUtcNow());
        Check(arguments, body);
        var expiresAt = Expiry(arguments, body.ExpiresAt, now);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        ImmutableArray<string> scopes = body.Scopes is null ? [KeyScopes.Touchpoints] : [.. body.Scopes.Distinct()];
        var (id, secret) = KeySecret.Make();
        var key = new StoredApiKey
        {
            Id = id,
            Name = body.Name,
            Sources = [.. (body.Sources ?? []).Distinct()],
            Scopes = scopes,
            Hash = KeySecret.Hash(secret),
            CreatedBy = context.Actor().Name,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        var entry = Entry(context, AuditActions.KeyAdded, key.Name, $"{string.Join(", ", scopes)}; {(key.Sources.IsEmpty ? "" : $"sources {string.Join(", ", key.Sources)}; ")}until {expiresAt:yyyy-MM-dd}");
        return await AnswerAsync(await store.AddAsync(key, entry, cancellationToken), key, secret, store, directory, now, cancellationToken);
    }

    private static async Task<IResult> RotateAsync(
        string name, HttpContext context, IApiKeyStore store, KeyDirectory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (body, unread) = await Bodies.ReadAsync(context.Request, ApiJson.Default.KeyRotation, cancellationToken);
        if (body is null)
        {
            return unread!;
        }

        var (arguments, now) = (new Arguments(), clock.GetUtcNow());
        var expiresAt = Expiry(arguments, body.ExpiresAt, now);
        var earlierUntil = body.EarlierUntil ?? now + EarlierFor;
        if (earlierUntil > now.AddYears(YearsMax))
        {
            arguments.Wrong("/earlierUntil", $"At most {YearsMax} years from now.");
        }

        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        if ((await store.ListAsync(cancellationToken)).FirstOrDefault(k => k.Name == name) is not { } before)
        {
            return Unknown(name);
        }

        var (id, secret) = KeySecret.Make();
        var key = before with { Id = id, Hash = KeySecret.Hash(secret), CreatedBy = context.Actor().Name, CreatedAt = now, ExpiresAt = expiresAt, LastUsedAt = null };
        var entry = Entry(context, AuditActions.KeyRotated, name, $"the secret before until {earlierUntil:yyyy-MM-dd HH:mm}; the new one until {expiresAt:yyyy-MM-dd}");
        return await AnswerAsync(await store.RotateAsync(key, earlierUntil, entry, cancellationToken), key, secret, store, directory, now, cancellationToken);
    }

    private static async Task<IResult> RemoveAsync(
        string name, string? id, HttpContext context, IApiKeyStore store, KeyDirectory directory, CancellationToken cancellationToken)
    {
        if (!await store.RemoveAsync(name, id, Entry(context, AuditActions.KeyRemoved, name, id is null ? null : $"secret {id}"), cancellationToken))
        {
            return Unknown(name);
        }

        directory.Forget();
        return TypedResults.NoContent();
    }

    private static async Task<IResult> AnswerAsync(
        ApiKeyChange change, StoredApiKey key, string secret, IApiKeyStore store, KeyDirectory directory, DateTimeOffset now, CancellationToken cancellationToken)
    {
        directory.Forget();
        return change switch
        {
            ApiKeyChange.Done => TypedResults.Json(
                new ApiKeyMade { Secret = secret, Key = Views(await store.ListAsync(cancellationToken), now).First(k => k.Name == key.Name) },
                ApiJson.Default.ApiKeyMade,
                statusCode: StatusCodes.Status201Created),
            ApiKeyChange.NameTaken => Conflict("name-taken", "There is a key of this name", $"{key.Name} is one already.", "Choose another name, or rotate the key."),
            ApiKeyChange.TwoValid => Conflict("two-valid", "Two secrets of this key are valid", $"{key.Name} is being rotated already.", "Remove the earlier secret, or wait until it expires."),
            ApiKeyChange.TooMany => Conflict("too-many-keys", "There are too many keys", $"There are {IApiKeyStore.KeysMax} secrets of keys.", "Remove keys that nobody uses."),
            _ => Unknown(key.Name),
        };
    }

    private static void Check(Arguments arguments, NewApiKey body)
    {
        if (!AccountNames.IsName(body.Name ?? ""))
        {
            arguments.Wrong("/name", AccountNames.Rule);
        }

        if (body.Scopes is { } scopes && (scopes.Count == 0 || scopes.Any(s => !KeyScopes.All.Contains(s))))
        {
            arguments.Wrong("/scopes", $"A list of {string.Join(", ", KeyScopes.All)} is needed.");
        }
        else if (body.Scopes is { } given && !given.Contains(KeyScopes.Assistant) && given.FirstOrDefault(s => s is KeyScopes.AssistantDraft or KeyScopes.Personal) is { } alone)
        {
            arguments.Wrong("/scopes", $"{alone} goes with {KeyScopes.Assistant}.");
        }

        var sends = body.Scopes is null || body.Scopes.Contains(KeyScopes.Touchpoints);
        if (sends ? body.Sources is not { Count: >= 1 and <= SourcesMax } : body.Sources is { Count: > 0 })
        {
            arguments.Wrong("/sources", sends ? $"1 to {SourcesMax} sources are needed; * matches all." : $"A key without the scope {KeyScopes.Touchpoints} sends for no source; leave them out.");
        }

        for (var i = 0; i < (body.Sources?.Count ?? 0); i++)
        {
            if (body.Sources![i] is not { Length: > 0 and <= SourceLengthMax } source || source.Any(char.IsControl) || source[..^1].Contains('*', StringComparison.Ordinal))
            {
                arguments.Wrong($"/sources/{i}", $"A source has 1 to {SourceLengthMax} characters, with * at its end only.");
            }
        }
    }

    private static DateTimeOffset Expiry(Arguments arguments, DateTimeOffset? given, DateTimeOffset now)
    {
        var expiresAt = given?.ToUniversalTime() ?? now + ValidFor;
        if (expiresAt <= now || expiresAt > now.AddYears(YearsMax))
        {
            arguments.Wrong("/expiresAt", $"A moment from now to {YearsMax} years ahead is needed.");
        }

        return expiresAt;
    }

    private static IReadOnlyList<ApiKeyView> Views(ImmutableArray<StoredApiKey> keys, DateTimeOffset now) =>
    [
        .. keys.GroupBy(k => k.Name, StringComparer.Ordinal).Select(g => new ApiKeyView
        {
            Name = g.Key,
            Sources = g.Last().Sources,
            Scopes = g.Last().Scopes,
            Secrets =
            [
                .. g.Select(k => new ApiKeySecretView
                {
                    Id = k.Id,
                    CreatedBy = k.CreatedBy,
                    CreatedAt = k.CreatedAt,
                    ExpiresAt = k.ExpiresAt,
                    Expired = k.ExpiresAt <= now,
                    LastUsedAt = k.LastUsedAt,
                }),
            ],
        }),
    ];

    private static AuditEntry Entry(HttpContext context, string action, string name, string? detail) =>
        new() { By = context.Actor().Name, Action = action, Kind = AuditKind, Id = name, Detail = detail };

    private static IResult Conflict(string type, string title, string detail, string cure) =>
        Problems.Of(Problems.Make(StatusCodes.Status409Conflict, type, title, detail, cure));

    private static IResult Unknown(string name) =>
        Problems.NotFound("unknown-key-name", "There is no such key", $"No key {name} has a secret like that.", "GET /v1/keys lists them.");
}
