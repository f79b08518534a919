using System.Collections.Immutable;
using CxOrchestrator.Definitions.Providers;
using CxOrchestrator.Rules.Connections;

namespace CxOrchestrator.Channels.Http;

/// <summary>The texts that every request has.</summary>
internal sealed class RequestTexts(RequestDefinition request)
{
    public HttpMethod Method { get; } = HttpMethod.Parse(request.Method);

    public ProviderText Url { get; } = CompiledProvider.Text(request.Url);

    public ImmutableArray<KeyValuePair<string, ProviderText>> Headers { get; } = CompiledProvider.Named(request.Headers);

    /// <summary>Only the connection says where it leads: an address that is none is not a message's fault.</summary>
    public bool IsOfConnection => !Url.Names.Any(n => n.StartsWith("message.", StringComparison.Ordinal));
}
