using System.Text;
using CxOrchestrator.Log.Kafka;

namespace CxOrchestrator.Silo.Tests.Log.Kafka;

public sealed class KeyCheckTests
{
    [Theory]
    [InlineData("c-1", "c-1")]
    [InlineData("Jürgen", "Jürgen")]
    [InlineData("", null)]
    [InlineData("a\u0001b", null)]
    public void Customer_OfAKey_IsItsTextWhereThatCouldBeOne(string key, string? customer) => Assert.Equal(customer, KeyCheck.Customer(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void Customer_OfBytesOrTooLong_IsNone()
    {
        Assert.Null(KeyCheck.Customer(null));
        Assert.Null(KeyCheck.Customer([0xC3, 0x28]));
        Assert.Equal(200, KeyCheck.Customer(Encoding.UTF8.GetBytes(new string('x', 200)))!.Length);
        Assert.Null(KeyCheck.Customer(Encoding.UTF8.GetBytes(new string('x', 201))));
    }
}
