using CxOrchestrator.Api;
using CxOrchestrator.Gateway.Http;

namespace CxOrchestrator.Gateway.Access;

/// <summary>One line for each request that was refused, without what it carried or whom it was about.</summary>
internal sealed partial class RefusalLog(ILogger<RefusalLog> logger)
{
    private const string Logged = "cx:refusal-logged";

    /// <summary>Logs it, once for each request.</summary>
    public void Refused(HttpContext context, Problem problem)
    {
        if (!context.Items.TryAdd(Logged, true))
        {
            return;
        }

        LogRefused(
            logger,
            context.GetEndpoint()?.DisplayName ?? "no endpoint",
            problem.Status,
            problem.Type,
            Actor.Of(context.User)?.Name ?? "nobody",
            context.Connection.RemoteIpAddress?.ToString() ?? "this machine");
    }

    /// <summary>Logs it and answers with it.</summary>
    public IResult Refuse(HttpContext context, Problem problem)
    {
        Refused(context, problem);
        return Problems.Of(problem);
    }

    [LoggerMessage(3406, LogLevel.Warning, "Refused {Endpoint} with {Status} {Problem}, for {Account} at {Address}")]
    private static partial void LogRefused(ILogger logger, string endpoint, int? status, string? problem, string account, string address);
}
