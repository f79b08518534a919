using CxOrchestrator.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Hosting;

/// <summary>A bad setting stops the host at its start and names itself.</summary>
public sealed class OptionsTests
{
    /// <summary>What a host does first: it checks every setting that is checked at the start.</summary>
    private static void Check(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)));
        builder.AddEmbeddedSilo();
        using var services = builder.Services.BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public void Start_DefaultSettings_AreGood() => Check();

    [Theory]
    [InlineData("Embedded:DataFolder", "")]
    [InlineData("Embedded:LogSizeMaxBytes", "1000")]
    [InlineData("Embedded:LogRetention", "31.00:00:00")]
    [InlineData("Embedded:LogTrimEvery", "00:00:00")]
    [InlineData("Embedded:LogTrimMax", "0")]
    [InlineData("Embedded:Partitions", "257")]
    [InlineData("Embedded:WriteQueueMax", "0")]
    [InlineData("Embedded:AppendQueueMax", "-1")]
    [InlineData("Embedded:AppendQueueMaxBytes", "1")]
    [InlineData("Embedded:TransactionMax", "0")]
    [InlineData("Embedded:TransactionMaxBytes", "1")]
    [InlineData("Embedded:ReadConnections", "65")]
    [InlineData("Ingestion:InFlightMax", "0")]
    [InlineData("Ingestion:AheadMax", "0")]
    [InlineData("Ingestion:PollMax", "10001")]
    [InlineData("Ingestion:BatchMax", "0")]
    [InlineData("Ingestion:RetryPause", "00:00:00")]
    [InlineData("Ingestion:RetryPauseMax", "00:06:00")]
    [InlineData("Ingestion:StoreEvery", "00:00:00")]
    [InlineData("Ingestion:StoreIdleEvery", "00:00:00")]
    [InlineData("Ingestion:DrainWithin", "-00:00:01")]
    [InlineData("Ingestion:TimersEvery", "00:02:00")]
    [InlineData("Ingestion:TimersAtOnceMax", "0")]
    [InlineData("Dispatch:LookEvery", "00:00:00")]
    [InlineData("Dispatch:BatchMax", "0")]
    [InlineData("Dispatch:SendingMax", "0")]
    [InlineData("Dispatch:SendingPerHostMax", "0")]
    [InlineData("Dispatch:AttemptsMax", "0")]
    [InlineData("Dispatch:RetryPause", "02:00:00")]
    [InlineData("Dispatch:RetryPauseMax", "2.00:00:00")]
    [InlineData("Dispatch:Lease", "00:00:00")]
    [InlineData("Webhooks:Timeout", "00:02:00")]
    [InlineData("Webhooks:Secret", "whsec_short")]
    [InlineData("Webhooks:AttemptsMax", "0")]
    [InlineData("Webhooks:RetryPauseMax", "2.00:00:00")]
    [InlineData("Definitions:Pack", "nonsense")]
    [InlineData("Definitions:LookEvery", "00:00:00")]
    [InlineData("Customers:TimerSettle", "-00:00:01")]
    public void Start_SettingBeyondItsBounds_StopsAndNamesItself(string setting, string value)
    {
        var stopped = Assert.ThrowsAny<Exception>(() => Check((setting, value)));

        Assert.Contains(stopped is AggregateException many ? many.InnerExceptions : [stopped], e => e is OptionsValidationException);
        Assert.Contains(setting.Split(':')[1], stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_LeaseNoLongerThanASend_StopsAndNamesBoth()
    {
        var stopped = Assert.Throws<OptionsValidationException>(() => Check(("Dispatch:Lease", "00:00:30"), ("Webhooks:Timeout", "00:00:30")));

        Assert.Contains("Dispatch:Lease", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("Webhooks:Timeout", stopped.Message, StringComparison.Ordinal);
    }
}
