using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Postgres;

public sealed class PostgresOptionsTests
{
    [Theory]
    [InlineData("ConnectionString", "", "ConnectionString")]
    [InlineData("ConnectionString", "Hots=db", "ConnectionString")]
    [InlineData("ConnectionString", "Database=cx", "Host")]
    [InlineData("WriterConnections", "0", "WriterConnections")]
    [InlineData("TransactionMaxBytes", "1", "TransactionMaxBytes")]
    public async Task Options_BadSetting_StopsTheStartAndNamesItself(string name, string value, string named)
    {
        await using var store = new PostgresUnderTest("Host=localhost", (name, value));

        var refused = Assert.Throws<OptionsValidationException>(() => store.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }
}
