using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>Reads how requests say who sends them.</summary>
internal static class AuthReading
{
    /// <summary>Most claims of a token.</summary>
    public const int ClaimsMax = 20;

    private static readonly TimeSpan LifetimeMax = TimeSpan.FromDays(1);

    public static RequestAuth? Read(ProviderScope scope, Fields fields)
    {
        var given = ProviderShapes.Auth.Fields.Where(fields.Has).ToList();
        if (given.Count != 1)
        {
            fields.File.Error(
                given.Count == 0 ? fields.Place : fields.PlaceOf(given[1]), $"'auth' names one way: {string.Join(", ", ProviderShapes.Auth.Fields[..^1])} or {ProviderShapes.Auth.Fields[^1]}");
            return null;
        }

        return given[0] switch
        {
            "bearer" => fields.Optional("bearer") is { } node ? new BearerAuth(scope.Secret(fields, node, "bearer")) : null,
            "basic" when Open("basic", ProviderShapes.AuthBasic) is { } basic => new BasicAuth(Text(basic, "user"), Text(basic, "password")),
            "header" when Open("header", ProviderShapes.AuthHeader) is { } header => Header(header),
            "aws" when Open("aws", ProviderShapes.AuthAws) is { } aws => new AwsAuth(Text(aws, "service"), Text(aws, "region"), Text(aws, "key"), Text(aws, "secret")),
            "jwt" when Open("jwt", ProviderShapes.AuthJwt) is { } jwt => Jwt(jwt),
            "google" when Open("google", ProviderShapes.AuthGoogle) is { } google =>
                new GoogleAuth(scope.Secret(google, "account"), google.Text(google.Required("scope"), "scope", Fields.NameLengthMax) ?? ""),
            "oauth" when Open("oauth", ProviderShapes.AuthOAuth) is { } oauth => new OAuthAuth(
                scope.Text(oauth, oauth.Required("url"), "url", isUrl: true) ?? "", Text(oauth, "client"), Text(oauth, "secret"), oauth.Text("scope", Fields.NameLengthMax),
                oauth.Optional("header") is null ? null : Name(oauth, "header")),
            _ => null,
        };

        Fields? Open(string name, Shape shape) => ProviderReading.Open(fields, name, shape, required: true);

        string Text(Fields of, string name) => scope.Text(of, of.Required(name), name) ?? "";

        HeaderAuth Header(Fields header) => new(Name(header, "name"), Text(header, "value"));

        static string Name(Fields of, string field)
        {
            var name = of.Text(of.Required(field), field, Fields.IdLengthMax) ?? "";
            if (name.Length > 0)
            {
                RequestReading.CheckName(of.File, of.PlaceOf(field), name);
            }

            return name;
        }

        JwtAuth Jwt(Fields jwt) => new()
        {
            Algorithm = jwt.Choice("algorithm", "RS256", ("RS256", "RS256"), ("ES256", "ES256"), ("HS256", "HS256")),
            Key = scope.Secret(jwt, "key"),
            KeyId = scope.Text(jwt, jwt.Optional("keyId"), "keyId"),
            Claims = RequestReading.Texts(scope, jwt, "claims", ClaimsMax),
            Lifetime = jwt.Duration("lifetime", TimeSpan.FromMinutes(1), LifetimeMax, TimeSpan.FromMinutes(15)),
        };
    }
}
