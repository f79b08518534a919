using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Codes;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Codes;

namespace CxOrchestrator.Gateway.Codes;

/// <summary>Codes of offers: <c>/v1/code-pools</c> and <c>/v1/codes/{code}</c>.</summary>
internal static class CodeEndpoints
{
    /// <summary>Most codes in one request.</summary>
    public const int CodesMax = 10_000;

    /// <summary>Longest name of a pool.</summary>
    public const int PoolLengthMax = 100;

    private const int BytesMax = 1024 * 1024;
    private const int ProblemsMax = 20;

    private static readonly char[] LineEnds = ['\r', '\n'];

    public static void MapCodes(this IEndpointRouteBuilder routes)
    {
        var pools = routes.MapGroup("/v1/code-pools").WithTags("Codes");
        pools.MapGet("/", ListAsync)
            .WithName("GetCodePools").WithSummary("Pools of offer codes, with the codes left in each").Produces<CodePoolsView>();
        pools.MapGet("/{pool}", GetAsync)
            .WithName("GetCodePool").WithSummary("One pool of offer codes").Produces<CodePoolView>()
            .Refuses(StatusCodes.Status404NotFound);
        pools.MapGet("/{pool}/codes", CodesAsync)
            .WithName("GetCodes").WithSummary("A pool's codes, those added last first").Produces<Api.Page<CodeView>>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden);
        pools.MapPost("/{pool}/codes", AddAsync)
            .WithName("AddCodes").WithSummary("Add codes to a pool")
            .WithDescription("A pool is created with its first code. Send application/json, or text/plain with one code per line. A code exists once across all pools: existing codes are counted and unchanged, so the request can be repeated.")
            .Accepts<AddCodes>("application/json", "text/plain").Produces<CodesAddedView>()
            .Refuses(StatusCodes.Status400BadRequest)
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status413PayloadTooLarge)
            .Refuses(StatusCodes.Status415UnsupportedMediaType);
        pools.MapDelete("/{pool}/codes", WithdrawAsync)
            .WithName("WithdrawCodes").WithSummary("Remove a pool's free codes")
            .WithDescription("Codes that were given or redeemed are kept. Offers that use the pool wait until codes are added, or expire.")
            .Produces<CodesWithdrawnView>()
            .Refuses(StatusCodes.Status403Forbidden)
            .Refuses(StatusCodes.Status404NotFound);
        routes.MapGet("/v1/codes/{code}", FindAsync).WithTags("Codes")
            .WithName("GetCode").WithSummary("The customer a code was given to, and whether it was redeemed").Produces<CodeView>()
            .Refuses(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(ICodePools pools, IDefinitions definitions, CancellationToken cancellationToken) =>
        TypedResults.Json(CodeViews.Of(await pools.ListAsync(null, cancellationToken), definitions.Current.Set), ApiJson.Default.CodePoolsView);

    private static async Task<IResult> GetAsync(string pool, ICodePools pools, IDefinitions definitions, CancellationToken cancellationToken) =>
        CodeViews.Of(pool, await pools.ListAsync(pool, cancellationToken), definitions.Current.Set) is { } view
            ? TypedResults.Json(view, ApiJson.Default.CodePoolView)
            : NoPool(pool);

    private static Task<IResult> CodesAsync(string pool, string? state, string? limit, string? cursor, ICodePools pools, CancellationToken cancellationToken) => Arguments.PageAsync(
        async () =>
        {
            var arguments = new Arguments();
            var (only, most) = (arguments.Choice<CodeState>("state", state), arguments.Limit(limit));
            if (arguments.Problem is { } problem)
            {
                return problem;
            }

            var page = await pools.CodesAsync(pool, only, most, string.IsNullOrEmpty(cursor) ? null : cursor, cancellationToken);
            return TypedResults.Json(new Api.Page<CodeView> { Items = [.. page.Items.Select(CodeViews.Of)], Next = page.Next }, ApiJson.Default.PageCodeView);
        });

    private static async Task<IResult> AddAsync(
        string pool, HttpContext context, ICodePools pools, IAuditTrail trail, IDefinitions definitions, CancellationToken cancellationToken)
    {
        var (codes, pointers, unread) = await ReadAsync(context.Request);
        if (unread is not null)
        {
            return unread;
        }

        var arguments = new Arguments();
        if (pool.Length > PoolLengthMax || !OfferCodes.IsWord(pool))
        {
            arguments.Wrong("pool", $"A pool's name has 1 to {PoolLengthMax} letters, digits and -_. in it.");
        }

        Check(arguments, codes!, pointers!);
        if (arguments.Problem is { } problem)
        {
            return problem;
        }

        var distinct = codes!.Distinct(StringComparer.Ordinal).ToImmutableArray();
        var added = await pools.AddAsync(pool, distinct, cancellationToken);
        if (added.Added > 0)
        {
            await trail.AddAsync(
                new AuditEntry { By = context.Actor().Name, Action = AuditActions.CodesAdded, Kind = "codes", Id = pool, Detail = Counted(added.Added) }, CancellationToken.None);
        }

        var view = CodeViews.Of(pool, await pools.ListAsync(pool, cancellationToken), definitions.Current.Set)!;
        return TypedResults.Json(new CodesAddedView { Added = added.Added, Known = codes!.Count - added.Added, Pool = view }, ApiJson.Default.CodesAddedView);
    }

    private static async Task<IResult> WithdrawAsync(
        string pool, HttpContext context, ICodePools pools, IAuditTrail trail, IDefinitions definitions, CancellationToken cancellationToken)
    {
        if (CodeViews.Of(pool, await pools.ListAsync(pool, cancellationToken), definitions.Current.Set) is not { } view)
        {
            return NoPool(pool);
        }

        var withdrawn = await pools.WithdrawAsync(pool, cancellationToken);
        if (withdrawn > 0)
        {
            await trail.AddAsync(
                new AuditEntry { By = context.Actor().Name, Action = AuditActions.CodesWithdrawn, Kind = "codes", Id = pool, Detail = Counted(withdrawn) }, CancellationToken.None);
        }

        var after = CodeViews.Of(pool, await pools.ListAsync(pool, cancellationToken), definitions.Current.Set) ?? view with { Total = 0, Free = 0 };
        return TypedResults.Json(new CodesWithdrawnView { Withdrawn = withdrawn, Pool = after }, ApiJson.Default.CodesWithdrawnView);
    }

    private static async Task<IResult> FindAsync(string code, ICodePools pools, CancellationToken cancellationToken) =>
        await pools.FindAsync(code, cancellationToken) is { } found
            ? TypedResults.Json(CodeViews.Of(found), ApiJson.Default.CodeView)
            : Problems.NotFound("unknown-code", "There is no such code", "No pool has this code. Codes are case-sensitive.", "Check it letter by letter; GET /v1/code-pools lists the pools.");

    // The codes, and where each is in the body.
    private static async Task<(IReadOnlyList<string>? Codes, Func<int, string>? Pointers, IResult? Problem)> ReadAsync(HttpRequest request)
    {
        var bodies = request.HttpContext.RequestServices.GetRequiredService<RequestBodies>();
        using var body = bodies.Command(request.HttpContext, BytesMax);
        if (await bodies.ReadAsync(body, request) is { } unread)
        {
            return (null, null, unread);
        }

        if (request.ContentType?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) == true)
        {
            // Lines as a spreadsheet saves them: a mark at the beginning, either kind of line end.
            var lines = Encoding.UTF8.GetString(body.Bytes.Span).TrimStart('\uFEFF').Split(LineEnds);
            var written = lines.Select((text, index) => (Text: text.Trim(), Line: index + 1)).Where(l => l.Text.Length > 0).ToList();
            return ([.. written.Select(l => l.Text)], i => string.Create(CultureInfo.InvariantCulture, $"line {written[i].Line}"), null);
        }

        var (read, wrong) = Bodies.Read(request, body.Bytes, ApiJson.Default.AddCodes);
        return read is null ? (null, null, wrong) : (read.Codes, i => string.Create(CultureInfo.InvariantCulture, $"/codes/{i}"), null);
    }

    private static void Check(Arguments arguments, IReadOnlyList<string> codes, Func<int, string> pointers)
    {
        if (codes.Count is 0 or > CodesMax)
        {
            arguments.Wrong("/codes", $"1 to {CodesMax:N0} codes go in one request; these are {codes.Count:N0}.");
            return;
        }

        var wrong = 0;
        for (var i = 0; i < codes.Count && wrong < ProblemsMax; i++)
        {
            if (codes[i] is not { } code || !OfferCodes.IsCode(code))
            {
                arguments.Wrong(pointers(i), $"A code has 1 to {OfferCodes.LengthMax} letters (a to z), digits and -_. in it. Nothing was added.");
                wrong++;
            }
        }
    }

    private static string Counted(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "code" : "codes")}");

    private static IResult NoPool(string pool) =>
        Problems.NotFound("unknown-pool", "There is no such pool", $"Pool {pool} has no codes, and no published offer uses it.", "GET /v1/code-pools lists the pools.");
}
