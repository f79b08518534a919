using System.Net;
using System.Text;
using CxOrchestrator.Gateway.Http;
using CxOrchestrator.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Gateway.Tests.Http;

/// <summary>Bodies that come slowly and many hold nobody else up.</summary>
public sealed class BudgetTests
{
    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Intake_FloodedSlowly_LeavesCommandsAndSigningInAnswering()
    {
        await using var host = await GatewayHost.StartAsync(
            ("Access:SignIn", "Accounts"), ("Intake:Anonymous", "true"), ("Gateway:InFlightBytesMax", "2000000"), ("Gateway:BodyBytesMax", "1000000"));
        var account = new StoredAccount { Name = "olga", DisplayName = "Olga", Roles = ["operator"], PasswordHash = host.Get<Gateway.Access.Passwords>().Hash("olga", "correct horse battery") };
        await host.Get<IAccountStore>().PutAsync(account, 0, new AuditEntry { By = "test", Action = AuditActions.AccountAdded }, None);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var client = new HttpClient { BaseAddress = host.Client.BaseAddress };
        var held = new List<Task<HttpResponseMessage>>();
        while (host.HeldBytes < 1_800_000 && held.Count < 100)
        {
            var content = new Trickle(90_000, release.Task);
            held.Add(client.PostAsync(new Uri("/v1/touchpoints", UriKind.Relative), content, None));
            await content.Sent.Task.WaitAsync(TimeSpan.FromSeconds(30), None);
            while (host.HeldBytes < Math.Min(held.Count, 14) * 90_000)
            {
                await Task.Yield();
            }
        }

        Assert.Equal(429, (await host.PostAsync("[" + new string(' ', 300_000) + "]")).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, "/v1/sign-in", """{"account":"olga","password":"correct horse battery"}""")).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Put, "/v1/sending", """{"stopped":true,"by":"x"}""")).Status);
        Assert.Equal(404, (await host.SendAsync(HttpMethod.Post, "/v1/cases/x/claim", """{"by":"x"}""")).Status);
        release.SetResult();
        foreach (var response in await Task.WhenAll(held))
        {
            response.Dispose();
        }
    }

    [Fact]
    public void Take_MoreThanAShare_LeavesRoomForOthers()
    {
        var budget = new ByteBudget(bytesMax: 100, shareMax: 60);
        Assert.True(budget.TryTake("a", 60));
        Assert.False(budget.TryTake("a", 1));
        Assert.True(budget.TryTake("b", 40));
        Assert.False(budget.TryTake("c", 1));
        budget.Return("a", 60);
        Assert.True(budget.TryTake("c", 60));
        Assert.Equal(100, budget.Held);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void Address_OfARequest_IsOneForAllThatAMachineHas(string address, string expected)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } };
        Assert.Equal(expected, Senders.Address(context));
    }

    [Theory]
    [InlineData(1_000, "TooSlow")]
    [InlineData(20_000, "Read")]
    public async Task Body_ByItsPace_IsReadOrGivenUp(int bytesPerSecond, string expected)
    {
        var clock = new FakeTimeProvider();
        var context = new DefaultHttpContext { Request = { Body = new Paced(clock, bytesPerSecond, 200_000), ContentLength = 200_000 } };
        using var body = new RequestBody(new ByteBudget(1 << 20, 1 << 20), "a", 1 << 20, 4096);
        Assert.Equal(expected, (await body.ReadAsync(context.Request, TimeSpan.FromMinutes(10), clock)).ToString());
    }

    // Sends the begin of a body and keeps the rest back.
    private sealed class Trickle(int bytes, Task release) : HttpContent
    {
        public TaskCompletionSource Sent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Headers.ContentType ??= new("application/json");
            await stream.WriteAsync(Encoding.UTF8.GetBytes(new string(' ', bytes)), None);
            await stream.FlushAsync(None);
            Sent.SetResult();
            await release;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            Headers.ContentType ??= new("application/json");
            return false;
        }
    }

    // A second passes with each read.
    private sealed class Paced(FakeTimeProvider clock, int bytesPerSecond, int length) : MemoryStream(new byte[length])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return base.ReadAsync(buffer[..Math.Min(buffer.Length, bytesPerSecond)], cancellationToken);
        }
    }
}
