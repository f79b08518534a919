using CxOrchestrator.Gateway.Access;
using CxOrchestrator.Gateway.Http;
using Microsoft.AspNetCore.SignalR;

namespace CxOrchestrator.Gateway.Live;

/// <summary>Asks before every method of the hub whether the session goes on, and the table of access.</summary>
internal sealed class HubAccess(HubSessions sessions) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await InvokeAsync(invocationContext, next);
        }
        catch (Exception exception) when (exception is not HubException && StoreFailure.IsPassing(exception))
        {
            throw Away();
        }
    }

    private async ValueTask<object?> InvokeAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var connection = invocationContext.Context;
        if (await sessions.ActorAsync(connection, connection.ConnectionAborted) is not { } actor)
        {
            connection.Abort();
            throw new HubException("Your session has ended. Sign in again.");
        }

        var rules = AccessTable.Of(AccessRule.Hub, invocationContext.HubMethodName);
        return (rules.IsEmpty ? actor.Roles.Contains(Roles.Administrator) : rules.Any(r => r.Allows(actor)))
            ? await next(invocationContext)
            : throw new HubException("Your account may not do that.");
    }

    private static HubException Away() => new("The store cannot be reached. Try again in a few seconds; the page Health says what is missing.");
}
