using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Merges;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace CxOrchestrator.Gateway.Assistants;

/// <summary>
/// Carries out what an assistant asks for at the endpoints of the API, within this process: the same checks, the same masking and the same audit entries as
/// for people, and one entry more that says which tool was called.
/// </summary>
internal sealed class AssistantCalls(EndpointDataSource endpoints, IServiceScopeFactory scopes, IAuditTrail audit) : IDisposable
{
    /// <summary>Longest answer, in characters; a longer one says so.</summary>
    public const int AnswerMax = 200_000;

    /// <summary>Most calls that a gateway carries out at once; others wait.</summary>
    private const int AtOnceMax = 8;

    private const string AuditKind = "assistant";
    private const int DetailMax = 300;

    private readonly SemaphoreSlim _atOnce = new(AtOnceMax);
    private readonly Lazy<FrozenDictionary<string, RouteEndpoint>> _endpoints = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
        .ToFrozenDictionary(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName, StringComparer.Ordinal));

    /// <summary>The answer's text, and whether it is a refusal.</summary>
    public async Task<(string Text, bool Refused)> CallAsync(AssistantTool tool, IReadOnlyDictionary<string, JsonElement> arguments, HttpContext outer, CancellationToken cancellationToken)
    {
        var actor = outer.Actor();
        var unknown = arguments.Keys.FirstOrDefault(a => tool.Inputs.All(i => i.Name != a));
        var missing = tool.Inputs.FirstOrDefault(i => i.Required && (!arguments.TryGetValue(i.Name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined));
        if (unknown is not null || missing is not null)
        {
            return (unknown is not null ? $"{tool.Name} has no argument '{unknown}'; it has {string.Join(", ", tool.Inputs.Select(i => i.Name))}." : $"{tool.Name} needs '{missing!.Name}': {missing.Says}", true);
        }

        var endpoint = _endpoints.Value[tool.Endpoint];
        var method = AccessTable.Methods(endpoint.Metadata)[0];
        var allowed = AccessTable.Of(method, AccessTable.Pattern(endpoint.RoutePattern.RawText));
        if (allowed.IsEmpty || !allowed.Any(r => !r.Roles.IsEmpty && r.Allows(actor)))
        {
            return ($"The key {actor.DisplayName} may not do that.", true);
        }

        await audit.AddAsync(new AuditEntry { By = actor.Name, Action = AuditActions.AssistantCalled, Kind = AuditKind, Id = tool.Name, Detail = Detail(tool, arguments) }, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        using var answer = new MemoryStream();
        var context = Request(tool, arguments, outer, endpoint, method, answer, scope.ServiceProvider, cancellationToken);
        await MergedCustomers.FindAsync(context);
        await _atOnce.WaitAsync(cancellationToken);
        try
        {
            await endpoint.RequestDelegate!(context);
        }
        finally
        {
            _atOnce.Release();
        }

        var text = Encoding.UTF8.GetString(answer.ToArray());
        var refused = context.Response.StatusCode >= StatusCodes.Status400BadRequest;
        return text.Length <= AnswerMax
            ? (text.Length > 0 ? text : refused ? $"It was answered with {context.Response.StatusCode.ToString(CultureInfo.InvariantCulture)}." : "Done.", refused)
            : ($"The answer has {text.Length:N0} characters, more than {AnswerMax:N0}. Ask for less.", true);
    }

    public void Dispose() => _atOnce.Dispose();

    private static DefaultHttpContext Request(
        AssistantTool tool, IReadOnlyDictionary<string, JsonElement> arguments, HttpContext outer, RouteEndpoint endpoint, string method, Stream answer, IServiceProvider services,
        CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext { RequestServices = services, User = outer.User, TraceIdentifier = outer.TraceIdentifier, RequestAborted = cancellationToken };
        context.Connection.RemoteIpAddress = outer.Connection.RemoteIpAddress;
        (context.Request.Scheme, context.Request.Host, context.Request.Method, context.Request.Protocol) = (outer.Request.Scheme, outer.Request.Host, method, outer.Request.Protocol);
        context.Response.Body = answer;
        var path = endpoint.RoutePattern.RawText!;
        var query = new QueryBuilder();
        var body = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var input in tool.Inputs)
        {
            if (!arguments.TryGetValue(input.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            switch (input.Place)
            {
                case InputPlace.Path:
                    context.Request.RouteValues[input.Name] = text;
                    path = path.Replace($"{{{input.Name}}}", Uri.EscapeDataString(text), StringComparison.Ordinal);
                    break;
                case InputPlace.Query:
                    query.Add(input.Name, text);
                    break;
                case InputPlace.Revision:
                    context.Request.Headers.IfMatch = $"\"{text}\"";
                    break;
                default:
                    body[input.Name] = value;
                    break;
            }
        }

        context.Request.Path = Uri.UnescapeDataString(path);
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = path;
        context.Request.QueryString = query.ToQueryString();
        if (tool.Inputs.Any(i => i.Place == InputPlace.Body))
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(body);
            (context.Request.ContentType, context.Request.ContentLength, context.Request.Body) = ("application/json", json.Length, new MemoryStream(json, writable: false));
        }

        context.SetEndpoint(endpoint);
        return context;
    }

    private static string Detail(AssistantTool tool, IReadOnlyDictionary<string, JsonElement> arguments)
    {
        var said = string.Join(", ", tool.Inputs.Where(i => i.Place is InputPlace.Path or InputPlace.Query && arguments.ContainsKey(i.Name)).Select(i => $"{i.Name} {arguments[i.Name]}"));
        return said.Length <= DetailMax ? said : said[..DetailMax];
    }
}
