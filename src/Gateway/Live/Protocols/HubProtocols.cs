using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace CxOrchestrator.Gateway.Live.Protocols;

/// <summary>How messages of the hub are written: JSON, or MessagePack of the same shape; the client chooses.</summary>
internal static class HubProtocols
{
    public static void AddHubProtocols(this ISignalRServerBuilder signalR)
    {
        signalR.AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        signalR.AddMessagePackProtocol(pack => pack.SerializerOptions = JsonShapeResolver.Options);
        for (var i = 0; i < signalR.Services.Count; i++)
        {
            if (signalR.Services[i] is { ImplementationType: { } protocol } service && service.ServiceType == typeof(IHubProtocol))
            {
                signalR.Services[i] = ServiceDescriptor.Singleton<IHubProtocol>(
                    provider => new ExplainingProtocol((IHubProtocol)ActivatorUtilities.CreateInstance(provider, protocol)));
            }
        }
    }
}
