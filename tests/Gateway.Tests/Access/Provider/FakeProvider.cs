using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CxOrchestrator.Gateway.Tests.Access.Provider;

/// <summary>An OpenID Connect provider on the loopback that lets everybody in as <see cref="Person"/>, and is as strict as real ones with what it is sent.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    public const string ClientId = "cx";
    public const string ClientSecret = "the client's secret";

    // Making keys takes longer than all else here.
    private static readonly RSA Key = RSA.Create(2048);
    private static readonly RSA OtherKey = RSA.Create(2048);

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string RedirectUri)> _codes = [];

    private FakeProvider(WebApplication app) => _app = app;

    /// <summary>By another name than the gateway's: to browsers they are different sites.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Claims of who signs in next.</summary>
    public Dictionary<string, object> Person { get; set; } = As("17", "mara", "marketer");

    public Spoilt Spoilt { get; set; }

    public bool SignsOut { get; set; } = true;

    /// <summary>Whether the person says no.</summary>
    public bool Denies { get; set; }

    /// <summary>Whether there is a page in between, as where people have to type something; without it browsers take the way for one from page to page here.</summary>
    public bool Asks { get; set; }

    /// <summary>What the last request to sign in came back to.</summary>
    public string? RedirectUri { get; private set; }

    public static Dictionary<string, object> As(string subject, string name, params string[] roles) =>
        new() { ["sub"] = subject, ["preferred_username"] = name, ["name"] = $"{name} of the provider", ["roles"] = roles };

    public static async Task<FakeProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new FakeProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Configuration);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        await app.StartAsync();
        provider.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private JsonHttpResult<Dictionary<string, object>> Configuration()
    {
        var configuration = new Dictionary<string, object>
        {
            ["issuer"] = Address,
            ["authorization_endpoint"] = $"{Address}/authorize",
            ["token_endpoint"] = $"{Address}/token",
            ["jwks_uri"] = $"{Address}/keys",
            ["response_types_supported"] = new[] { "code" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        };
        if (SignsOut)
        {
            configuration["end_session_endpoint"] = $"{Address}/leave";
        }

        return TypedResults.Json(configuration);
    }

    private JsonHttpResult<Dictionary<string, Dictionary<string, string>[]>> Keys()
    {
        var key = Key.ExportParameters(includePrivateParameters: false);
        return TypedResults.Json<Dictionary<string, Dictionary<string, string>[]>>(new()
        {
            ["keys"] =
            [
                new() { ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = "1", ["n"] = Base64UrlEncoder.Encode(key.Modulus), ["e"] = Base64UrlEncoder.Encode(key.Exponent) },
            ],
        });
    }

    private IResult Authorize(HttpRequest request)
    {
        string Of(string name) => request.Query[name].ToString();
        RedirectUri = Of("redirect_uri");
        if ((Of("client_id"), Of("response_type"), Of("code_challenge_method")) != (ClientId, "code", "S256")
            || !Of("scope").Split(' ').Contains("openid")
            || (Of("nonce"), Of("state"), Of("code_challenge")) is not ({ Length: > 0 }, { Length: > 0 }, { Length: 43 }))
        {
            return TypedResults.BadRequest($"This is not how one asks: {request.QueryString}");
        }

        if (Denies)
        {
            return TypedResults.Redirect($"{RedirectUri}?error=access_denied&state={Uri.EscapeDataString(Of("state"))}");
        }

        var code = RandomNumberGenerator.GetHexString(32);
        _codes[code] = (Of("nonce"), Of("code_challenge"), RedirectUri);
        var back = $"{RedirectUri}?code={code}&state={Uri.EscapeDataString(Of("state"))}";
        return Asks ? TypedResults.Content($"<!doctype html><script>location.href = '{back}'</script>", "text/html") : TypedResults.Redirect(back);
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (Spoilt == Spoilt.Code
            || !_codes.TryRemove(form["code"].ToString(), out var asked)
            || asked.RedirectUri != form["redirect_uri"]
            || (form["client_id"].ToString(), form["client_secret"].ToString(), form["grant_type"].ToString()) != (ClientId, ClientSecret, "authorization_code")
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked.Challenge)
        {
            return TypedResults.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        return TypedResults.Json(new { access_token = "not for us", token_type = "Bearer", expires_in = 300, id_token = IdToken(asked.Nonce) });
    }

    private string IdToken(string nonce)
    {
        var claims = new Dictionary<string, object>(Person) { ["nonce"] = Spoilt == Spoilt.Nonce ? $"{nonce}x" : nonce };
        if (Spoilt == Spoilt.Subject)
        {
            claims.Remove("sub");
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Spoilt == Spoilt.Issuer ? "https://elsewhere.example" : Address,
            Audience = Spoilt == Spoilt.Audience ? "another" : ClientId,
            Claims = claims,
            IssuedAt = now.AddHours(-1),
            NotBefore = now.AddHours(-1),

            // Beyond the five minutes that clocks may differ.
            Expires = Spoilt == Spoilt.Expired ? now.AddMinutes(-6) : now.AddMinutes(5),
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(Spoilt == Spoilt.Signature ? OtherKey : Key) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
        });
    }
}
