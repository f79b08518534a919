using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Codes;

/// <summary>Codes of offers, from the shop's list to the customer who used one.</summary>
public sealed class CodesPageTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Pool = "spring-10";

    private const string Policy =
        """
        kind: policy
        id: sorry-voucher
        name: A voucher for a complaint
        on: {touchpoint: {type: complaint.made}}
        do: {offer: {channel: email, offer: voucher, amount: 10, currency: EUR, codes: spring-10, validFor: 30 days, text: "Ten euros off: {offer.code}"}}
        """;

    private static ILocator Row(IPage page) => page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Button, new() { Name = Pool, Exact = true }) });

    private static ILocator Code(IPage page, string code) => page.GetByRole(AriaRole.Table, new() { Name = $"Codes of {Pool}" }).GetByRole(AriaRole.Row).Filter(new() { HasText = code });

    // The note of the step before may still stand there.
    private static Task NotedAsync(IPage page, string words) => Assertions.Expect(page.GetByTestId("toast").Filter(new() { HasText = words }).First).ToBeVisibleAsync();

    private static async Task FiguresAsync(IPage page, string left, string given, string redeemed)
    {
        var figures = Row(page).Locator("td.num");
        await Assertions.Expect(figures.Nth(0)).ToHaveTextAsync(left);
        await Assertions.Expect(figures.Nth(1)).ToHaveTextAsync(given);
        await Assertions.Expect(figures.Nth(2)).ToHaveTextAsync(redeemed);
    }

    private static async Task AddAsync(IPage page, string codes)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Codes, one per line").FillAsync(codes);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Pool_FromNothing_IsFilledGivenRedeemedAndWithdrawn()
    {
        var page = await fixture.PageAsync();
        await FillAsync(page);
        await FindAsync(page);
        await GiveAsync(page);
        await RedeemAsync(page);
        await WithdrawAsync(page);
    }

    [Fact]
    public async Task Codes_WithoutTheRole_SayWhyNothingCanBeAdded()
    {
        var page = await fixture.PageAsync();
        await page.OpenAsync("/policies/failed-payment");
        await page.GetByLabel("you act as").SelectOptionAsync("operator");
        await Assertions.Expect(page.GetByText("You may read it.")).ToBeVisibleAsync();

        await page.OpenAsync("/codes");

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add codes", Exact = true })).ToBeDisabledAsync();
        await Assertions.Expect(page.GetByText("Requires the role marketer")).ToBeVisibleAsync();
    }

    private static async Task FillAsync(IPage page)
    {
        await page.OpenAsync("/codes");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No codes yet" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add codes", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Pool")).ToBeFocusedAsync();
        await page.GetByLabel("Pool").FillAsync(Pool);
        await AddAsync(page, "SPRING-A\nSPRING-B\n\nSPRING-C\n");
        await NotedAsync(page, "3 codes added to spring-10.");
        await FiguresAsync(page, "3 of 3", "0", "0");

        await Row(page).GetByRole(AriaRole.Button, new() { Name = "Add codes to spring-10" }).ClickAsync();
        await AddAsync(page, "SPRING-A\nSPRING-B\nSPRING-D");
        await NotedAsync(page, "1 code added to spring-10. 2 were there already.");
        await FiguresAsync(page, "4 of 4", "0", "0");
    }

    private static async Task FindAsync(IPage page)
    {
        await page.GetByLabel("Find a code").FillAsync("SPRING-D");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("SPRING-D of spring-10: not given to anyone")).ToBeVisibleAsync();
        await page.GetByLabel("Find a code").FillAsync("AUTUMN");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "No pool has this code" })).ToBeVisibleAsync();
    }

    private async Task GiveAsync(IPage page)
    {
        await fixture.PublishAsync(("sorry.yaml", Policy));
        await fixture.SendAsync("coded", "customer.updated", "\"attributes\":{\"name\":\"Cora Coded\",\"consent\":{\"email\":true}}");
        await fixture.SendAsync("coded", "complaint.made", "\"attributes\":{\"about\":\"parcel\"}");

        await FiguresAsync(page, "3 of 4", "1", "0");
        await Assertions.Expect(Row(page).GetByRole(AriaRole.Link, new() { Name = "sorry-voucher" })).ToBeVisibleAsync();
        await Row(page).GetByRole(AriaRole.Button, new() { Name = Pool, Exact = true }).ClickAsync();
        await page.GetByLabel("Show").SelectOptionAsync("given");
        await Assertions.Expect(Code(page, "SPRING-")).ToHaveCountAsync(1);
        await Assertions.Expect(Code(page, "SPRING-")).ToContainTextAsync("coded");
    }

    private async Task RedeemAsync(IPage page)
    {
        var code = await Code(page, "SPRING-").Locator("td").First.InnerTextAsync();
        await Code(page, code).GetByRole(AriaRole.Link, new() { Name = "coded" }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Actions" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("action-row")).ToContainTextAsync($"code {code}");

        await fixture.SendAsync("coded", "offer.redeemed", $"\"attributes\":{{\"code\":\"{code}\"}}");
        await page.OpenAsync("/codes");
        await FiguresAsync(page, "3 of 4", "1", "1");
        await page.GetByLabel("Find a code").FillAsync(code);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "redeemed" })).ToContainTextAsync("coded");
    }

    private static async Task WithdrawAsync(IPage page)
    {
        await Row(page).GetByRole(AriaRole.Button, new() { Name = Pool, Exact = true }).ClickAsync();
        await Assertions.Expect(Code(page, "SPRING-")).ToHaveCountAsync(4);
        await Row(page).GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("Withdraw 3 free codes of spring-10?");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Keep them" }).ClickAsync();
        await FiguresAsync(page, "3 of 4", "1", "1");

        await Row(page).GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Withdraw", Exact = true }).ClickAsync();

        await NotedAsync(page, "3 codes withdrawn.");
        await FiguresAsync(page, "0 of 1", "1", "1");

        // The open list forgets them as well.
        await Assertions.Expect(Code(page, "SPRING-")).ToHaveCountAsync(1);
    }
}
