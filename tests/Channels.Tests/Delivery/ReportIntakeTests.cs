using CxOrchestrator.Channels.Delivery;
using CxOrchestrator.Channels.Tests.Dispatch;
using CxOrchestrator.Storage.Deliveries;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Channels.Tests.Delivery;

public sealed class ReportIntakeTests
{
    private readonly FakeDeliveries _deliveries = new();
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData("+4915112345678", "a-1")]
    [InlineData("4915112345678", "a-1")]
    [InlineData("15112345678", null)]
    [InlineData("kim@example.com", null)]
    public async Task StoreAsync_ReplyThatNamesNoMessage_IsOfTheLatestToItsNumber(string address, string? action)
    {
        _deliveries.Latest["+4915112345678"] = "a-1";
        var reply = new DeliveryReport { Step = DeliveryStep.Replied, EventId = "r-1", Address = address, Text = "STOP" };

        await new ReportIntake(_deliveries, _clock, _clock).StoreAsync("vonage", [reply], TestContext.Current.CancellationToken);

        Assert.Equal(action, Assert.Single(_deliveries.Reported).Action);
    }
}
