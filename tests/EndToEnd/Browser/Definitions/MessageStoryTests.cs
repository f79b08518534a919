using System.Net;
using System.Text.RegularExpressions;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Definitions;

/// <summary>An e-mail's way from nothing to a customer who follows its link, and to the unsubscription, as people go it in the console.</summary>
public sealed partial class MessageStoryTests(MessageStoryFixture fixture) : IClassFixture<MessageStoryFixture>
{
    private const string Template = "late-parcel";
    private const string Policy = "sorry-for-delay";
    private const string Tester = "tina";
    private const string Customer = "greta";
    private const string Subject = "Ihr Paket kommt später";
    private const string Target = "https://shop.example/voucher";
    private const string Reason = "Clicked the voucher";

    // A click within 2 seconds of sending counts as automated.
    private static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReadWithin = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Email_FromBlocksToItsClickAndUnsubscription()
    {
        await fixture.KnownAsync(Tester, "Tina Test", "de");
        await fixture.KnownAsync(Customer, "Greta Groß", "de");
        var page = await fixture.PageAsync();
        await WriteAsync(page);
        await TranslateAsync(page);
        await PreviewAsync(page);
        await SaveAsync(page);
        await PublishAsync(page);
        await WritePolicyAsync(page);
        await SendTestAsync(page);
        await PublishAsync(page);
        await ReceiveAsync(page);
        await ClickAsync(page);
        await UnsubscribeAsync(page);
    }

    private static async Task PickAsync(IPage page, string customer, string name)
    {
        await page.Locator("#try-customer").FillAsync(customer);
        await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
    }

    private static Task<IResponse> ActAsync(IPage page, string account) =>
        page.RunAndWaitForResponseAsync(() => page.GetByLabel("you act as").SelectOptionAsync(account), "**/v1/me/switch");

    private static async Task SaveAsync(IPage page)
    {
        await page.GetByTestId("step-save").ClickAsync();
        await Assertions.Expect(page.GetByTestId("dirty")).ToHaveCountAsync(0);
    }

    private static async Task PublishAsync(IPage page)
    {
        await page.GetByTestId("step-submit").ClickAsync();
        await ActAsync(page, "approver");
        await page.GetByTestId("step-approve").ClickAsync();
        await page.Locator(".sheet button[type=submit]").ClickAsync();
        await page.GetByTestId("step-publish").ClickAsync();
        await Assertions.Expect(page.Locator(".life")).ToContainTextAsync("published · version");
        await ActAsync(page, "owner");
    }

    private static async Task SendTestAsync(IPage page)
    {
        await page.OpenAsync($"/policies/{Policy}?pane=try");
        await PickAsync(page, Tester, "Tina Test");
        await PressAsync(page, $"{Tester} is a test customer");
        await Assertions.Expect(page.GetByText($"A colleague has to confirm {Tester}")).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator(".editor-pane").EvaluateAsync<int>("pane => pane.scrollWidth - pane.clientWidth"));
        await ActAsync(page, "approver");
        await page.GoAsync("/test-recipients");
        await PressAsync(page, $"Confirm {Tester}");
        await Assertions.Expect(page.GetByTestId("recipient-row")).ToContainTextAsync("✓ approver");

        await page.OpenAsync($"/policies/{Policy}?pane=try");
        await ActAsync(page, "owner");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = Tester }).CheckAsync();
        await page.GetByTestId("send-test").ClickAsync();
        await Assertions.Expect(page.GetByTestId("test-sent")).ToContainTextAsync($"Sent to {Tester}");
        await OpenMailAsync(page, Tester, "Tina Test");
        await page.OpenAsync($"/policies/{Policy}");
    }

    private static async Task OpenMailAsync(IPage page, string customer, string name)
    {
        await page.OpenAsync("/mailbox");
        var item = page.GetByTestId("mail-item").Filter(new() { HasText = $"{customer}@customers.example" });
        await Assertions.Expect(item).ToContainTextAsync(Subject);
        await item.ClickAsync();
        await Assertions.Expect(page.Locator("#mail-subject")).ToContainTextAsync(Subject);
        var mail = page.FrameLocator(".mail-body iframe");
        await Assertions.Expect(mail.GetByRole(AriaRole.Heading, new() { Name = $"Hallo {name}" })).ToBeVisibleAsync();
        await Assertions.Expect(mail.GetByRole(AriaRole.Link, new() { Name = "Gutschein einlösen" }).First).ToBeVisibleAsync();
    }

    private async Task ReceiveAsync(IPage page)
    {
        await fixture.SendAsync(Customer, "parcel.late");
        await OpenMailAsync(page, Customer, "Greta Groß");
    }

    private async Task ClickAsync(IPage page)
    {
        var mail = await fixture.MailToAsync(Customer);
        var link = WebUtility.HtmlDecode(TrackedLink().Match(mail.HtmlBody!).Groups["link"].Value);
        Assert.StartsWith(new Uri(fixture.Gateway.Address, "/l/").ToString(), link, StringComparison.Ordinal);
        await page.GoAsync($"/customers/{Customer}");
        var sent = TimeProvider.System.GetTimestamp();
        await Waiting.UntilAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(sent) > ReadingTime), ReadWithin, () => "the customer to have read the e-mail");

        await using var reader = await ReaderPage.NewAsync(page.Context.Browser!);
        Assert.Equal(Target, await reader.FollowAsync(link));

        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "Timeline" })).ToContainTextAsync("clicked");
        await ShowsNowOnAPhoneAsync(page);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Cases" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync(Reason);
        await page.GetByRole(AriaRole.Tab, new() { Name = "Actions" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Read the message" }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(sheet.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = "Hallo Greta Groß" })).ToBeVisibleAsync();
        var steps = sheet.GetByRole(AriaRole.List, new() { Name = "What became of it" });
        await Assertions.Expect(steps).ToContainTextAsync(Target);
        await Assertions.Expect(steps).ToBeInViewportAsync(new() { Ratio = 1 });
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
    }

    private static async Task ShowsNowOnAPhoneAsync(IPage page)
    {
        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(PageChecks.NarrowPx, size.Height);
        await Assertions.Expect(page.GetByTestId("touchpoint-dot").Last).ToBeInViewportAsync();
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    private async Task UnsubscribeAsync(IPage page)
    {
        var mail = await fixture.MailToAsync(Customer);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["List-Unsubscribe-Post"]);
        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var answer = await fixture.Gateway.Http.PostAsync(new Uri(mail.Headers["List-Unsubscribe"]!.Trim('<', '>')), form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await Assertions.Expect(page.Locator(".customer-head")).ToContainTextAsync("email promotions ✕", new() { Timeout = 10_000 });
    }

    [GeneratedRegex("""<a [^>]*href="(?<link>[^"]*/l/[^"]*)""")]
    private static partial Regex TrackedLink();
}
