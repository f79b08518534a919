using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

/// <summary>Every button that confirms something at the desk or in running the installation, on a screen of each width: it can be hit, and does its work.</summary>
public sealed partial class ConfirmingTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static ILocator Dialog(IPage page) => page.GetByRole(AriaRole.Dialog);

    private static Task PressAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Desk_CasesAndFilters(int width)
    {
        await fixture.UnhappyAsync($"confirm-{width}", $"Carla {width}");
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/cases");
        var row = CaseRow(page, $"Carla {width}");
        await row.GetByTestId("case-claim").ClickAsync();
        await row.GetByTestId("case-close").ClickAsync();
        await page.ConfirmAsync("case-close");
        await Assertions.Expect(row).ToContainTextAsync("resolved");

        await page.GoAsync($"/board?search=confirm-{width}");
        await page.GetByLabel("Saved filters").SelectOptionAsync("+");
        await page.GetByLabel("Name of the filter").FillAsync($"Carlas {width}");
        await page.ConfirmAsync("keep-filter");
        await Assertions.Expect(page.GetByLabel("Saved filters").Locator("option").Filter(new() { HasText = $"Carlas {width}" })).ToHaveCountAsync(1);

        await page.GetByTestId("you").ClickAsync();
        await Dialog(page).GetByLabel("Your name, as shown on cases").FillAsync($"Olga {width}");
        await page.ConfirmAsync("save-name");
        await Assertions.Expect(page.GetByTestId("you")).ToContainTextAsync($"Olga {width}");
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Sending_StoppedAndResumed(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/status");
        await PressAsync(page, "Stop all sending…");
        await page.ConfirmAsync("stop-sending");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Sending" })).ToContainTextAsync("stopped");

        await page.ConfirmAsync("resume-sending");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Sending" })).ToContainTextAsync("Admitted actions are sent");
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Codes_AddedAndWithdrawn(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/codes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add codes", Exact = true }).ClickAsync();
        await page.Locator("#codes-pool").FillAsync($"pool-{width}");
        await page.Locator("#codes-text").FillAsync($"ONE-{width}\nTWO-{width}");
        await page.ConfirmAsync("add-codes");
        await page.ToastAsync($"2 codes added to pool-{width}");

        await page.GetByRole(AriaRole.Button, new() { Name = $"Withdraw free codes of pool-{width}" }).ClickAsync();
        await page.ConfirmAsync("withdraw-codes");
        await page.ToastAsync("2 codes withdrawn");
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Keys_AddedAndRemoved(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add key" }).ClickAsync();
        await page.Locator("#key-name").FillAsync($"shop-{width}");
        await page.Locator("#key-sources").FillAsync("shop");
        await page.ConfirmAsync("add-key");
        await page.ConfirmAsync("secret-copied");
        await Assertions.Expect(Dialog(page)).ToHaveCountAsync(0);

        await PressAsync(page, $"Remove shop-{width}");
        await page.ConfirmAsync("remove-key");
        await page.ToastAsync($"Removed the key shop-{width}");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Remove shop-{width}" })).ToHaveCountAsync(0);
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Recipients_AddedConfirmedAndRemoved(int width)
    {
        var (page, customer) = (await fixture.PageAsync(width), $"test-{width}");
        await page.OpenAsync("/test-recipients");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add test customer" }).ClickAsync();
        await page.Locator("#test-customer").FillAsync(customer);
        await page.ConfirmAsync("add-test-customer");
        var row = page.GetByTestId("recipient-row").Filter(new() { HasText = customer });
        await Assertions.Expect(row).ToContainTextAsync("not confirmed");

        await page.EvaluateAsync("() => fetch('/v1/me/switch', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{\"account\":\"approver\"}'})");
        await page.OpenAsync("/test-recipients");
        await row.ConfirmAsync("confirm-recipient");
        await Assertions.Expect(row).ToContainTextAsync("✓ approver");

        await page.EvaluateAsync("() => fetch('/v1/me/switch', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{\"account\":\"owner\"}'})");
        await page.OpenAsync("/test-recipients");
        await row.ConfirmAsync("remove-recipient");
        await Assertions.Expect(row).ToHaveCountAsync(0);
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Customers_ErasedAndLetBack(int width)
    {
        var customer = $"erase-{width}";
        await fixture.UnhappyAsync(customer, $"Emil {width}");
        var page = await fixture.PageAsync(width);
        var other = await page.Context.NewPageAsync();
        await other.OpenAsync($"/customers/{customer}");
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Privacy" })).ToBeVisibleAsync();
        await page.OpenAsync($"/customers/{customer}?tab=consent");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Export", Exact = true })).ToHaveAttributeAsync("href", $"v1/customers/{customer}/export");
        await PressAsync(page, "Erase…");
        await Assertions.Expect(page.Locator("[data-confirms='erase-customer']")).ToBeDisabledAsync();
        await page.Locator("#erase-id").FillAsync(customer);
        await page.ConfirmAsync("erase-customer");

        // Who looks at the customer sees at once that there is nothing to see.
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "This customer was erased" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("erasure-row").First).ToContainTextAsync("✓ done", new() { Timeout = 60_000 });
        await page.Locator("#readmit-id").FillAsync(customer);
        await page.ConfirmAsync("readmit");
        await page.ToastAsync("Touchpoints from after the erasure are accepted again.");
        await Assertions.Expect(page.GetByTestId("erasure-row").First).ToContainTextAsync("since");
        Assert.Equal([], await page.FaultsAsync("erasures"));
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Customers_MergedAndParted(int width)
    {
        var (customer, other) = ($"keeps-{width}", $"joins-{width}");
        await fixture.UnhappyAsync(customer, $"Kim {width}");
        await fixture.UnhappyAsync(other, $"Joe {width}");
        var page = await fixture.PageAsync(width);
        var watching = await page.Context.NewPageAsync();
        await watching.OpenAsync($"/customers/{other}");
        await Assertions.Expect(watching.GetByRole(AriaRole.Heading, new() { Name = "Same person" })).ToBeVisibleAsync();
        await page.OpenAsync($"/customers/{customer}");
        await PressAsync(page, "Merge with another customer…");
        await page.Locator("#merge-search").FillAsync(other);
        await page.GetByRole(AriaRole.Button, new() { Name = other }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("merge-preview")).ToContainTextAsync(other);
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "After the merge" })).ToBeVisibleAsync();
        await page.ConfirmAsync("merge-customers");
        await page.ToastAsync($"{other} is part of {customer} now.");
        await Assertions.Expect(page.GetByTestId("merged-from")).ToContainTextAsync(other);

        // Who looks at the other is taken to the one who remains, as by its address.
        await Assertions.Expect(watching).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/customers/{customer}$"));
        await page.GotoAsync(new Uri(new Uri(page.Url), $"/customers/{other}").ToString());
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/customers/{customer}$"));
        await page.GetByTestId("merged-from").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await page.ToastAsync($"{other} is a customer of its own again.");
        await Assertions.Expect(page.GetByTestId("merged-from")).ToHaveCountAsync(0);
        Assert.Equal([], await page.FaultsAsync("merging"));
    }

    private static ILocator CaseRow(IPage page, string name) => page.GetByTestId("case-row").Filter(new() { HasText = name });
}
