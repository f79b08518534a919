using System.Net.Sockets;
using CxOrchestrator.Storage.Postgres;
using CxOrchestrator.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Npgsql;
using Orleans.Runtime;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Tells a store or a silo that is away, full or starting from a fault of this program: the same works later.</summary>
internal static class StoreFailure
{
    public static bool IsPassing(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause switch
            {
                NpgsqlException => PostgresFaults.Of(cause) is PostgresFault.Unwell or PostgresFault.Contended,
                SqliteException { SqliteErrorCode: var code } => SqliteFaults.IsFault(code),
                SiloUnavailableException or OrleansMessageRejectionException or SocketException => true,
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }
}
