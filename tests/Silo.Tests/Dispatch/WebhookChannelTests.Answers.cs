using CxOrchestrator.Silo.Dispatch;
using CxOrchestrator.Storage.Dispatch;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Tests.Dispatch;

/// <summary>Receivers whose answers break off, or never end.</summary>
public sealed partial class WebhookChannelTests
{
    [Fact]
    public async Task Send_AnswersTextBreaksOff_TheStatusDecides()
    {
        var options = Options.Create(new WebhookOptions { Secret = Secret });
        var channel = new WebhookChannel(new BrokenOff(), new WebhookSecret(options, new WebhookSecretFile("unused")), new FakeEndpoints(_clock), options, _clock);

        var result = await channel.SendAsync(Item(), CancellationToken.None);

        Assert.Equal((ChannelOutcome.Never, "400 Bad Request"), (result.Outcome, result.Error));
    }

    [Theory]
    [InlineData(400, ChannelOutcome.Never)]
    [InlineData(404, ChannelOutcome.Never)]
    [InlineData(307, ChannelOutcome.Never)]
    [InlineData(503, ChannelOutcome.Retry)]
    public async Task Send_AnswerWithABodyThatNeverEnds_TheStatusDecides(int status, ChannelOutcome outcome)
    {
        var receiver = new NeverEnding((System.Net.HttpStatusCode)status);
        var options = Options.Create(new WebhookOptions { Secret = Secret });
        var channel = new WebhookChannel(receiver, new WebhookSecret(options, new WebhookSecretFile("unused")), new FakeEndpoints(_clock), options, _clock);
        var send = channel.SendAsync(Item(), CancellationToken.None);
        await receiver.Reading.WaitAsync(WatchedClock.Patience);
        await _clock.PassAsync(options.Value.Timeout);

        Assert.Equal(outcome, (await send.WaitAsync(WatchedClock.Patience)).Outcome);
    }

    /// <summary>A receiver whose connection breaks after the headers of its refusal.</summary>
    private sealed class BrokenOff : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest) { Content = new StreamContent(new BrokenStream()) });

        private sealed class BrokenStream : MemoryStream
        {
            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
                throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        }
    }

    /// <summary>A receiver that sends the headers of its answer, and then nothing for ever.</summary>
    private sealed class NeverEnding(System.Net.HttpStatusCode status) : HttpMessageHandler, IHttpClientFactory
    {
        private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reading => _reading.Task;

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StreamContent(new SilentStream(_reading)) });

        private sealed class SilentStream(TaskCompletionSource reading) : MemoryStream
        {
            public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            {
                reading.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return 0;
            }
        }
    }
}
