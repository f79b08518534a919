using CxOrchestrator.Gateway.Access;
using Microsoft.AspNetCore.SignalR;

namespace CxOrchestrator.Gateway.Hubs;

/// <summary>Asks the table of access before every method of the hub.</summary>
internal sealed class HubAccess : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var rules = AccessTable.Of(AccessRule.Hub, invocationContext.HubMethodName);
        return invocationContext.Context.User is { } user && Actor.Of(user) is { } actor
            && (rules.IsEmpty ? actor.Roles.Contains(Roles.Administrator) : rules.Any(r => r.Allows(actor)))
            ? await next(invocationContext)
            : throw new HubException("Your account may not do that.");
    }
}
