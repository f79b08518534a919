using CxOrchestrator.Channels.Links;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Channels.Tests.Links;

public sealed class AutomatedVisitsTests
{
    private const string Browser = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
    private static readonly DateTimeOffset Now = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);
    private readonly AutomatedVisits _visits;

    public AutomatedVisitsTests() => _visits = new AutomatedVisits(_clock);

    private static LinkVisit Click(string target = "https://shop.example/a", string action = "a1") =>
        new() { Purpose = LinkPurpose.Link, UserAgent = Browser, Action = action, Target = target, SentAt = Now.AddHours(-1), At = Now };

    [Theory]
    [InlineData(Browser)]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36")]
    [InlineData("Mozilla/5.0 (Linux; Android 12; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36")]
    [InlineData("Mozilla/4.0 (compatible; ms-office; MSOffice 16)")]
    public void Why_BrowserOrMailProgram_IsAPerson(string agent) => Assert.Null(_visits.Why(Click() with { UserAgent = agent }));

    [Theory]
    [InlineData("Mozilla/5.0")]
    [InlineData(" ")]
    [InlineData(null)]
    [InlineData("Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)")]
    [InlineData("YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html")]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")]
    [InlineData("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")]
    [InlineData("WhatsApp/2.23.20.0")]
    [InlineData("Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0 Safari/537.36")]
    [InlineData("Barracuda Sentinel (EE)")]
    [InlineData("curl/8.5.0")]
    [InlineData("python-requests/2.31.0")]
    [InlineData("Go-http-client/2.0")]
    public void Why_KnownProgram_IsAutomated(string? agent) => Assert.NotNull(_visits.Why(Click() with { UserAgent = agent }));

    [Theory]
    [InlineData("prefetch")]
    [InlineData("prefetch;prerender")]
    [InlineData("Preview")]
    public void Why_LoadedAhead_IsAutomated(string purpose) => Assert.NotNull(_visits.Why(Click() with { Purposes = [purpose] }));

    [Fact]
    public void Why_Head_IsAutomated() => Assert.NotNull(_visits.Why(Click() with { IsHead = true }));

    [Fact]
    public void Why_ClickAsItWasSent_IsAutomated()
    {
        Assert.NotNull(_visits.Why(Click() with { SentAt = Now.AddSeconds(-1.9) }));
        Assert.Null(_visits.Why(Click() with { SentAt = Now.AddSeconds(-2) }));
        Assert.Null(_visits.Why(Click() with { SentAt = null }));

        // A mailbox that is open shows a message, with its images, as it comes in.
        Assert.Null(_visits.Why(Click() with { Purpose = LinkPurpose.Open, SentAt = Now }));
    }

    [Fact]
    public void Why_SeveralLinksAtOnce_AreAutomatedFromTheSecondOn()
    {
        Assert.Null(_visits.Why(Click("https://shop.example/a")));
        _clock.Advance(TimeSpan.FromMilliseconds(300));
        Assert.NotNull(_visits.Why(Click("https://shop.example/b")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_visits.Why(Click("https://shop.example/c")));
    }

    [Fact]
    public void Why_SameLinkTwiceOrAnotherMessage_IsAPerson()
    {
        Assert.Null(_visits.Why(Click()));
        Assert.Null(_visits.Why(Click()));
        Assert.Null(_visits.Why(Click("https://shop.example/b", "a2")));
    }

    [Fact]
    public void Why_MoreMessagesThanAreRemembered_ForgetsTheOldest()
    {
        Assert.Null(_visits.Why(Click("https://shop.example/a", "first")));
        for (var i = 0; i < 2 * AutomatedVisits.MessagesMax; i++)
        {
            _visits.Why(Click("https://shop.example/a", $"m{i}"));
        }

        Assert.Null(_visits.Why(Click("https://shop.example/b", "first")));
        Assert.NotNull(_visits.Why(Click("https://shop.example/b", $"m{(2 * AutomatedVisits.MessagesMax) - 1}")));
    }
}
