using System.Collections.Frozen;
using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Definitions.Yaml;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>Reads how delivery reports are verified and read.</summary>
internal static class WebhookReading
{
    /// <summary>Most words that name a step.</summary>
    public const int StepsMax = 100;

    private static readonly TimeSpan ToleranceMin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ToleranceMax = TimeSpan.FromDays(3);

    public static WebhookDefinition Read(ProviderScope scope, Fields fields)
    {
        return new WebhookDefinition
        {
            Checks = ProviderReading.Open(fields, "verify", ProviderShapes.Verify, required: true) is { } verify ? Checks(scope, verify) : [],
            Challenge = ProviderReading.Open(fields, "challenge", ProviderShapes.Challenge, required: false) is { } challenge ? Challenge(scope, challenge) : null,
            Events = scope.Query(fields, fields.Required("events"), "events", ProviderScope.RequestRoots) ?? "",
            Id = Of("id"),
            At = Of("at"),
            Type = scope.Query(fields, fields.Required("type"), "type", []) ?? "",
            Action = Of("action"),
            Message = Of("message"),
            Reason = Of("reason"),
            Permanent = Of("permanent"),
            Address = Of("address"),
            Url = Of("url"),
            Text = Of("text"),
            Automated = Of("automated"),
            Steps = Steps(fields),
        };

        string? Of(string name) => scope.Query(fields, fields.Optional(name), name, []);
    }

    private static WebhookChallenge Challenge(ProviderScope scope, Fields fields) => new(
        scope.Query(fields, fields.Required("token"), "token", ProviderScope.RequestRoots) ?? "",
        scope.Secret(fields, "secret"),
        scope.Query(fields, fields.Required("answer"), "answer", ProviderScope.RequestRoots) ?? "");

    /// <summary>The checks of a way to verify a request; at least one.</summary>
    public static ImmutableArray<WebhookCheck> Checks(ProviderScope scope, Fields fields)
    {
        var checks = ImmutableArray.CreateBuilder<WebhookCheck>();
        foreach (var name in ProviderShapes.Verify.Fields.Where(fields.Has))
        {
            var shape = name switch
            {
                "basic" => ProviderShapes.VerifyBasic,
                "bearer" => ProviderShapes.VerifyBearer,
                "shared" => ProviderShapes.VerifyShared,
                "jwt" => ProviderShapes.VerifyJwt,
                "sns" => ProviderShapes.VerifySns,
                _ => ProviderShapes.VerifySignature,
            };
            if (ProviderReading.Open(fields, name, shape, required: true) is { } check)
            {
                checks.Add(Check(scope, name, check));
            }
        }

        if (checks.Count == 0)
        {
            fields.File.Error(fields.Place, $"'verify' names at least one of {string.Join(", ", ProviderShapes.Verify.Fields)}: anybody could send something otherwise");
        }

        return checks.DrainToImmutable();
    }

    private static WebhookCheck Check(ProviderScope scope, string name, Fields fields)
    {
        return name switch
        {
            "basic" => new BasicCheck(scope.Secret(fields, "user"), fields.Has("password") ? scope.Secret(fields, "password") : null),
            "bearer" => new SharedCheck("headers.authorization", scope.Secret(fields, "secret"), "Bearer "),
            "shared" => new SharedCheck(Query("value"), scope.Secret(fields, "secret"), fields.Text("prefix", Fields.IdLengthMax)),
            "jwt" => new JwtCheck(Query("token"), scope.Secret(fields, "secret"), fields.Text("bodyHash", Fields.IdLengthMax), Tolerance(fields)),
            "sns" => new SnsCheck(scope.Setting(fields, fields.Required("topic"), "topic", json: false) ?? "", Tolerance(fields)),
            _ => Signature(scope, fields, name switch
            {
                "ecdsa" => SignatureKind.Ecdsa,
                "ed25519" => SignatureKind.Ed25519,
                "hash" => SignatureKind.Hash,
                _ => SignatureKind.Hmac,
            }),
        };

        string Query(string of) => scope.Query(fields, fields.Required(of), of, ProviderScope.RequestRoots) ?? "";
    }

    private static SignatureCheck Signature(ProviderScope scope, Fields fields, SignatureKind kind)
    {
        var signed = fields.Required("signed");
        var content = fields.Text(signed, "signed", Fields.NameLengthMax) ?? "";
        var check = new SignatureCheck
        {
            Kind = kind,
            Algorithm = fields.Choice("algorithm", "sha256", ("sha256", "sha256"), ("sha1", "sha1"), ("sha512", "sha512")),
            Secret = scope.Secret(fields, "secret"),
            KeyFormat = Format("keyFormat", kind is SignatureKind.Hmac or SignatureKind.Hash ? BytesFormat.Text : BytesFormat.Base64),
            Key = Key(scope, fields, kind),
            Signature = scope.Query(fields, fields.Required("signature"), "signature", ProviderScope.RequestRoots) ?? "",
            SignatureFormat = Format("signatureFormat", BytesFormat.Hex),
            Prefix = fields.Text("prefix", Fields.IdLengthMax),
            Content = content,
            Timestamp = scope.Query(fields, fields.Optional("timestamp"), "timestamp", ProviderScope.RequestRoots),
            Nonce = scope.Query(fields, fields.Optional("nonce"), "nonce", ProviderScope.RequestRoots),
            Value = scope.Query(fields, fields.Optional("value"), "value", ProviderScope.RequestRoots),
            Tolerance = Tolerance(fields),
        };
        CheckContent(fields, signed, check);
        return check;

        BytesFormat Format(string name, BytesFormat otherwise) =>
            fields.Choice(name, otherwise, ("text", BytesFormat.Text), ("hex", BytesFormat.Hex), ("base64", BytesFormat.Base64));
    }

    private static void CheckContent(Fields fields, Node? node, SignatureCheck check)
    {
        if (node is not TextNode text || check.Content.Length == 0)
        {
            return;
        }

        foreach (var (name, at) in SignedContent.Names(check.Content))
        {
            if (!SignedContent.Known.Contains(name))
            {
                var near = Spelling.Suggest(name, SignedContent.Known);
                fields.File.Error(text.At(at), $"nothing called '{Fields.Short(name)}' is signed{(near.Length > 0 ? near : $"; there are {string.Join(", ", SignedContent.Known)}")}");
            }
        }

        Needs("timestamp", check.Timestamp);
        Needs("nonce", check.Nonce);
        Needs("value", check.Value);
        if (!SignedContent.Names(check.Content).Any(n => n.Name is "body" or "bodyHash" or "form" or "value") && check.Nonce is null)
        {
            fields.File.Error(text.Place, "'signed' covers nothing of the content; add {body}, {bodyHash}, {form} or {value}");
        }

        if (SignedContent.Names(check.Content).Any(n => n.Name == "secret") != (check.Kind == SignatureKind.Hash))
        {
            fields.File.Error(text.Place, check.Kind == SignatureKind.Hash ? "a hash proves nothing without the secret; add {secret} to 'signed'" : "{secret} is a part of a hash only; a signature has it as its key");
        }

        void Needs(string name, string? expression)
        {
            var named = SignedContent.Names(check.Content).Any(n => n.Name == name);
            if (named && expression is null)
            {
                fields.File.Error(text.Place, $"'signed' names {{{name}}}; say where it is under '{name}'");
            }
            else if (!named && expression is not null)
            {
                fields.File.Error(fields.PlaceOf(name), $"'{name}' is not signed, so anybody could change it; add {{{name}}} to 'signed', or remove it");
            }
        }
    }

    private static string? Key(ProviderScope scope, Fields fields, SignatureKind kind)
    {
        if (fields.Optional("key") is not TextNode node || fields.Text(node, "key", Fields.NameLengthMax) is not { } key)
        {
            return null;
        }

        if (kind != SignatureKind.Hmac)
        {
            fields.File.Error(node.Place, "only the key of an hmac is made of several values; remove 'key'");
        }

        foreach (var (name, at) in SignedContent.Names(key).Where(n => !scope.Names.Contains(n.Name, StringComparer.Ordinal)))
        {
            fields.File.Error(node.At(at), $"no setting and no secret '{Fields.Short(name)}' is declared{Spelling.Suggest(name, [.. scope.Names])}");
        }

        return key;
    }

    private static TimeSpan Tolerance(Fields fields) => fields.Duration("tolerance", ToleranceMin, ToleranceMax, TimeSpan.FromMinutes(5));

    private static FrozenDictionary<string, string> Steps(Fields fields)
    {
        switch (fields.Required("steps"))
        {
            case null:
                return FrozenDictionary<string, string>.Empty;
            case MapNode map:
                var steps = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var (key, node) in Fields.Distinct(fields.File, map, StepsMax, "keep one"))
                {
                    var step = fields.Text(node, Fields.Short(key.Value), Fields.IdLengthMax) ?? "";
                    if (step.Length > 0 && !WebhookDefinition.AllSteps.Contains(step))
                    {
                        var near = Spelling.Suggest(step, WebhookDefinition.AllSteps);
                        fields.File.Error(node.Place, $"no step '{Fields.Short(step)}'{(near.Length > 0 ? near : $"; there are {string.Join(", ", WebhookDefinition.AllSteps)}")}");
                    }

                    steps[key.Value] = step;
                }

                return steps.ToFrozenDictionary(StringComparer.Ordinal);
            case var node:
                fields.File.Error(node.Place, "'steps' is a group of the provider's words, each with a step, like {delivered: delivered}");
                return FrozenDictionary<string, string>.Empty;
        }
    }
}
