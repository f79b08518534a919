using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Keys;
using CxOrchestrator.Gateway.Operations;
using CxOrchestrator.Gateway.Touchpoints;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace CxOrchestrator.Gateway.Contract;

/// <summary>
/// What every endpoint of a kind has in common: who may call it, by the table of access, and the answers that come before an endpoint is asked
/// or when it fails.
/// </summary>
internal static partial class OperationContract
{
    private const string Api = "/v1";

    private static readonly Dictionary<int, string> Said = new()
    {
        [400] = "A parameter or the body cannot be used; errors names the fields.",
        [401] = "Nobody is signed in, or the key or password is not valid.",
        [403] = "The account or key may not do that, or the request comes from another site's page.",
        [404] = "There is no such thing.",
        [408] = "The body did not arrive in time.",
        [409] = "The state of things does not allow it.",
        [412] = "Somebody else changed it: read it again.",
        [413] = "The body is larger than is read here.",
        [415] = "The media type is not read here.",
        [428] = "If-Match is missing.",
        [429] = "Too much at once: send it again after the time in Retry-After.",
        [500] = "It failed on this side; traceId names it in the log.",
        [503] = "The store or the log cannot be reached or is full: send it again after the time in Retry-After.",
    };

    public static void Apply(OpenApiDocument document, IEnumerable<ApiDescription> descriptions)
    {
        foreach (var description in descriptions)
        {
            var (method, path) = (description.HttpMethod ?? "GET", Constraint().Replace($"/{description.RelativePath?.TrimEnd('/')}", "}"));
            if (document.Paths.TryGetValue(path, out var item) && item.Operations?.TryGetValue(new HttpMethod(method), out var operation) == true)
            {
                var rules = AccessTable.Rules.Where(r => r.Method == method && Constraint().Replace(r.Pattern, "}") == path).ToImmutableArray();
                Secure(document, operation, rules);
                Revisions(document, operation, description.ActionDescriptor.EndpointMetadata);
                Bodies(document, operation);
                Refusals(document, operation, path, rules, description.ActionDescriptor.EndpointMetadata);
                ParameterContract.Apply(operation);
            }
        }
    }

    private static void Secure(OpenApiDocument document, OpenApiOperation operation, ImmutableArray<AccessRule> rules)
    {
        operation.Security = [];
        var roles = Roles.All.Where(role => rules.Any(r => r.Roles.Contains(role))).ToList();
        if (rules.Any(r => r.Otherwise == AccessTable.Key || r.When == AccessTable.OrKey))
        {
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SharedParts.Key, document)] = [KeyScopes.Touchpoints] });
        }

        if (roles.Count > 0)
        {
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SharedParts.Session, document)] = roles });
            var who = roles.Count == Roles.All.Length ? "any role" : string.Join(" or ", roles);
            operation.Description = $"{operation.Description} Takes {who}.".TrimStart();
        }
    }

    private static void Revisions(OpenApiDocument document, OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<RevisionRead>().LastOrDefault() is { } read)
        {
            (operation.Parameters ??= []).Add(new OpenApiParameterReference(read.Required ? SharedParts.IfMatch : SharedParts.IfMatchOptional, document));
        }

        if (metadata.OfType<RevisionGiven>().Any() && operation.Responses?.TryGetValue("200", out var answer) == true)
        {
            ((OpenApiResponse)answer).Headers = new Dictionary<string, IOpenApiHeader> { ["ETag"] = new OpenApiHeaderReference(SharedParts.ETag, document) };
        }
    }

    // Bodies that are read by hand.
    private static void Bodies(OpenApiDocument document, OpenApiOperation operation)
    {
        switch (operation.OperationId)
        {
            case TouchpointEndpoints.SendName:
                operation.RequestBody = new OpenApiRequestBodyReference(SharedParts.Touchpoints, document);
                operation.Parameters = [.. SharedParts.EventHeaders.Select(h => new OpenApiParameterReference(h, document))];
                break;
            case DeadLetterEndpoints.ReplayName:
                operation.RequestBody = new OpenApiRequestBody
                {
                    Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchemaReference(SharedParts.Touchpoint, document) } },
                };
                break;
            default:
                foreach (var (_, text) in (operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()).Where(c => c.Key == "text/plain"))
                {
                    text.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
                }

                break;
        }
    }

    private static void Refusals(OpenApiDocument document, OpenApiOperation operation, string path, ImmutableArray<AccessRule> rules, IList<object> metadata)
    {
        var responses = operation.Responses ??= [];
        var statuses = new SortedSet<int> { 403, 500 };
        if (path.StartsWith(Api, StringComparison.Ordinal))
        {
            // A query that is wrongly encoded, and a store that cannot be reached, can meet any of them.
            statuses.UnionWith([400, 503]);
        }

        if (rules.Any(r => !r.Roles.IsEmpty || r.Otherwise == AccessTable.Key))
        {
            statuses.Add(401);
        }

        if (operation.RequestBody is not null)
        {
            statuses.UnionWith([400, 408, 413, 415, 429]);
        }

        if (metadata.OfType<EnableRateLimitingAttribute>().Any())
        {
            statuses.Add(429);
        }

        foreach (var status in statuses.Select(s => $"{s}").Where(s => !responses.ContainsKey(s)))
        {
            responses[status] = new OpenApiResponse
            {
                Content = new Dictionary<string, OpenApiMediaType> { [Problem.MediaType] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) } },
            };
        }

        foreach (var (status, response) in responses)
        {
            Describe(document, int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), (OpenApiResponse)response);
        }

        var ordered = responses.OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        responses.Clear();
        ordered.ForEach(r => responses.Add(r.Key, r.Value));
    }

    private static void Describe(OpenApiDocument document, int status, OpenApiResponse response)
    {
        if (response.Content?.ContainsKey(Problem.MediaType) != true)
        {
            return;
        }

        response.Description = Said.GetValueOrDefault(status) ?? response.Description;
        if (status is 429 or 503)
        {
            response.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeaderReference(SharedParts.RetryAfter, document) };
        }
    }

    [GeneratedRegex(@":[a-z]+\}")]
    private static partial Regex Constraint();
}
