using CxOrchestrator.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Postgres;

/// <summary>What silos say of their transactions, as a gateway shows it.</summary>
public sealed class FigureKeeperTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Status_OfAProcessThatWritesNothing_HasTheFiguresOfThoseThatDo()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var silo = new PostgresUnderTest(database);
        await using var gateway = new PostgresUnderTest(database);
        Assert.Equal(0, (await gateway.Read.StatusAsync(None)).Commits);
        for (var i = 0; i < 5; i++)
        {
            await silo.CommitAsync($"c-{i}");
        }

        await silo.Services.GetRequiredService<FigureKeeper>().RunAsync(None);
        await gateway.Services.GetRequiredService<FigureKeeper>().RunAsync(None);

        var (own, seen) = (await silo.Read.StatusAsync(None), await gateway.Read.StatusAsync(None));
        Assert.Equal((5L, 1.0), (own.Commits, own.CommitOperationsMean));
        Assert.Equal((own.Commits, own.CommitOperationsMean), (seen.Commits, seen.CommitOperationsMean));
    }
}
