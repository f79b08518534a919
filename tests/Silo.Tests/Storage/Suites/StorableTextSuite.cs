using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>A text that came from outside is storable everywhere: in every text column that the store has, those of later versions too.</summary>
public abstract class StorableTextSuite : StoreSuite
{
    /// <summary>NUL, the first and the last character, a pair of surrogates, and a half of one.</summary>
    protected const string Hostile = "a\0\u0001b\uFFFF \U0001F600 c\uD800";

    /// <summary>Columns of a table: name and the database's type.</summary>
    protected sealed record Table(string Name, (string Name, string Type)[] Columns)
    {
        public IEnumerable<string> Texts => Columns.Where(c => c.Type.Equals("text", StringComparison.OrdinalIgnoreCase)).Select(c => c.Name);
    }

    protected abstract Task<Table[]> TablesAsync();

    /// <summary>Writes a row through the store's own statements, each text <see cref="Hostile"/>; gives the texts as they are read back.</summary>
    protected abstract Task<string[]> WriteAndReadAsync(Table table);

    [Fact]
    public async Task Write_EveryTextColumn_TakesAnyText()
    {
        var tables = await TablesAsync();
        Assert.InRange(tables.Sum(t => t.Texts.Count()), 60, 1_000);
        var failed = new List<string>();
        foreach (var table in tables.Where(t => t.Texts.Any()))
        {
            try
            {
                Assert.All(await WriteAndReadAsync(table), text => Assert.Matches("^a[\0\uFFFD]\u0001b\uFFFF \U0001F600 c\uFFFD$", text));
            }
            catch (Exception exception)
            {
                failed.Add($"{table.Name}: {exception.Message}");
            }
        }

        Assert.Empty(failed);
    }

    [Fact]
    public async Task Complete_CallbackWithAnyTexts_OpensItsCaseWithTheOthersOfItsBatch()
    {
        var actions = Enumerable.Range(1, 12).Select(i => Some.Action($"a-{i}", kind: ActionKind.Callback)).ToArray();
        await Store.AdmitAsync(actions);
        await Store.Outbox.LeaseAsync("me", Store.Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 100, None);

        await Store.Outbox.CompleteAsync(
            "me",
            [.. actions.Select((a, i) => new DeliveryOutcome
            {
                Action = a.Id,
                Status = ActionStatus.Delivered,
                At = Make.Start,
                Error = i == 5 ? Hostile : null,
                Case = new NewCase
                {
                    Key = Some.Key(), Queue = i == 5 ? Hostile : "default", Priority = default, Reason = i == 5 ? Hostile : "r", Policy = i == 5 ? Hostile : "p",
                    Journey = i == 5 ? Hostile : null, Correlation = i == 5 ? Hostile : null, DueAt = Make.Start,
                },
            })],
            None);

        Assert.Equal(12, (await Store.Cases.CountsAsync(None)).Open);
    }
}
