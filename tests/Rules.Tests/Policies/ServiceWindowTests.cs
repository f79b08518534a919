using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Rules.Tests.Policies;

/// <summary>WhatsApp's window: any text within 24 hours of what the customer wrote.</summary>
public sealed class ServiceWindowTests
{
    private static Touchpoint On(string? channel, string type, string source, double day) => new()
    {
        Identity = new(source, $"{type}-{day}"),
        Type = type,
        Customer = Make.Customer,
        At = Make.Day(day),
        Channel = channel,
    };

    [Theory]
    [InlineData("whatsapp", "chat.message", "chat", true)]
    [InlineData("whatsapp", "message.replied", "cx.messages", true)]
    [InlineData("whatsapp", "message.delivered", "cx.messages", false)]
    [InlineData("whatsapp", "channel.bounced", "cx.messages", false)]
    [InlineData("sms", "chat.message", "chat", false)]
    [InlineData(null, "chat.message", "chat", false)]
    public void Take_Touchpoint_OpensTheWindowWhereTheCustomerWrote(string? channel, string type, string source, bool opens)
    {
        var walk = new Walk(Sets.OfOrder);
        walk.Apply(On(channel, type, source, 1), HistoryAnswer.Absent);

        Assert.Equal(opens ? Make.Day(1) : (DateTimeOffset?)null, walk.State.WroteAt);
    }

    [Fact]
    public void IsOpen_LateMessage_DoesNotMoveItBack()
    {
        var walk = new Walk(Sets.OfOrder);
        walk.Apply(On("whatsapp", "chat.message", "chat", 3), HistoryAnswer.Absent);
        walk.Apply(On("whatsapp", "chat.message", "chat", 1), HistoryAnswer.Absent);

        Assert.True(ServiceWindow.IsOpen(walk.State, Make.Day(4).AddSeconds(-1)));
        Assert.False(ServiceWindow.IsOpen(walk.State, Make.Day(4)));
        Assert.False(ServiceWindow.IsOpen(CustomerState.For(Make.Customer), Make.Day(0)));
    }
}
