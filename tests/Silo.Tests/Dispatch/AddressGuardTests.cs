using System.Net;
using CxOrchestrator.Silo.Dispatch;

namespace CxOrchestrator.Silo.Tests.Dispatch;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("172.15.255.255")]
    [InlineData("192.167.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("2606:2800:220:1::1")]
    [InlineData("::ffff:93.184.216.34")]
    public void IsAllowed_PublicOrThisMachine_Is(string address) => Assert.True(AddressGuard.IsAllowed(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::10.0.0.1")]
    [InlineData("64:ff9b::192.168.1.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a00:1::1")]
    public void IsAllowed_PrivateOrLocal_IsNot(string address) => Assert.False(AddressGuard.IsAllowed(IPAddress.Parse(address)));

    [Fact]
    public async Task Connect_PrivateAddress_IsRefusedByName()
    {
        var refused = await Assert.ThrowsAsync<ForbiddenAddressException>(
            async () => await AddressGuard.ConnectAsync(new DnsEndPoint("192.168.255.254", 80), allowPrivate: false, CancellationToken.None));

        Assert.Contains("192.168.255.254", refused.Message, StringComparison.Ordinal);
    }
}
