using CxOrchestrator.Storage.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>
/// A process configured not to migrate waits for tables that it can work with, before anything of it starts. Meanwhile it answers for its
/// health: live, and not ready for this reason.
/// </summary>
public static class SchemaWait
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>False where the process was asked to end meanwhile.</summary>
    public static async Task<bool> ReadyAsync(IConfiguration configuration, string urls, TimeProvider clock)
    {
        var postgres = configuration.GetSection(PostgresOptions.Section).Get<PostgresOptions>() ?? new PostgresOptions();
        if (postgres.Migrate || await ProblemAsync(postgres, CancellationToken.None) is not { } problem)
        {
            return true;
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls);
        await using var app = builder.Build();
        app.MapWaitingHealth(() => problem);
        await app.StartAsync();
        var ending = app.Lifetime.ApplicationStopping;
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, clock, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (await ProblemAsync(postgres, CancellationToken.None) is not { } now)
            {
                await app.StopAsync(CancellationToken.None);
                return true;
            }

            problem = now;
        }

        return false;
    }

    private static async Task<string?> ProblemAsync(PostgresOptions postgres, CancellationToken cancellationToken)
    {
        try
        {
            return await SchemaState.ReadAsync(postgres.ConnectionString, cancellationToken);
        }
        catch (NpgsqlException exception)
        {
            // Its words may name hosts and users.
            return $"The database does not answer ({exception.GetType().Name}).";
        }
    }
}
