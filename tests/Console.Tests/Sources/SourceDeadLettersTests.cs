using System.Net;
using System.Text;
using System.Text.Json;
using Bunit;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Console.Shared;
using CxOrchestrator.Console.Sources;
using CxOrchestrator.Console.Toasting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Console.Tests.Sources;

/// <summary>Deliveries that could not be enriched: nothing where there is none, and what can be done with each.</summary>
public sealed class SourceDeadLettersTests : BunitContext
{
    private readonly FakeLetters _gateway = new();

    public SourceDeadLettersTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(new FakeTimeProvider());
        Services.AddSingleton<Browser>();
        Services.AddSingleton<Toasts>();
        Services.AddSingleton(new ApiClient(new HttpClient(_gateway, disposeHandler: false) { BaseAddress = new Uri("http://gateway.example") }));
        ComponentFactories.AddStub<TimeAgo>();
    }

    private IRenderedComponent<SourceDeadLetters> Shown() => Render<SourceDeadLetters>(p => p.Add(c => c.Id, "survey").Add(c => c.Me, (MeView?)null));

    [Fact]
    public void Letters_None_ShowNothing() => Assert.Equal("", Shown().Markup.Trim());

    [Fact]
    public void Letter_Opened_ShowsWhatWasDeliveredAndWhatItWouldBecome()
    {
        _gateway.Add(7);
        var shown = Shown();
        Assert.Contains("api.example.com answered 400 Bad Request.", shown.Find("summary").TextContent, StringComparison.Ordinal);
        Assert.Contains("2 tries", shown.Find("summary").TextContent, StringComparison.Ordinal);

        shown.Find("details").TriggerEvent("ontoggle", EventArgs.Empty);

        shown.WaitForAssertion(() => Assert.Contains("\"id\": 5", shown.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Try again", "POST /v1/sources/survey/dead-letters/7/retry")]
    [InlineData("Use without content", "POST /v1/sources/survey/dead-letters/7/map")]
    [InlineData("Try all again", "POST /v1/sources/survey/dead-letters/retry")]
    public void Button_Pressed_DoesItAndTheLetterIsGone(string text, string call)
    {
        _gateway.Add(7);
        var shown = Shown();

        shown.FindAll("button").Single(b => b.TextContent == text).Click();

        shown.WaitForAssertion(() => Assert.Equal("", shown.Markup.Trim()));
        Assert.Contains(call, _gateway.Asked);
    }

    [Fact]
    public void Remove_AsksFirstAndNamesWhatIsLost()
    {
        _gateway.Add(7);
        var shown = Shown();

        shown.FindAll("button").Single(b => b.TextContent == "Remove…").Click();
        Assert.Contains("Its events become no touchpoints", shown.Find("dialog").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(_gateway.Asked, a => a.StartsWith("DELETE", StringComparison.Ordinal));
        shown.Find("[data-confirms=remove-source-letter]").Click();

        shown.WaitForAssertion(() => Assert.Equal("", shown.Markup.Trim()));
        Assert.Contains("DELETE /v1/sources/survey/dead-letters/7", _gateway.Asked);
    }

    private sealed class FakeLetters : HttpMessageHandler
    {
        private readonly List<SourceDeadLetterView> _letters = [];

        public List<string> Asked { get; } = [];

        public void Add(long number) => _letters.Add(new SourceDeadLetterView
        {
            Number = number,
            ReceivedAt = DateTimeOffset.UnixEpoch,
            At = DateTimeOffset.UnixEpoch,
            Reason = "api.example.com answered 400 Bad Request.",
            Tries = 2,
            Size = 9,
        });

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            if (request.Method != HttpMethod.Get)
            {
                _letters.Clear();
                return Json(new SourceRetryView { Retried = 1 });
            }

            return request.RequestUri.AbsolutePath.EndsWith("/dead-letters", StringComparison.Ordinal)
                ? Json(new Page<SourceDeadLetterView> { Items = _letters })
                : Json(_letters[0] with { Headers = new Dictionary<string, string>(), Body = """{"id":5}""", Events = [] });
        }

        private static Task<HttpResponseMessage> Json<T>(T value) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(value, JsonSerializerOptions.Web), Encoding.UTF8, "application/json") });
    }
}
