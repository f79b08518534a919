using System.Net.Http.Json;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser.Images;

/// <summary>An image, from a file on somebody's computer to a message that shows it.</summary>
public sealed class ImagesTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const int ImageWidth = 700;

    private const string Template =
        """
        kind: template
        id: hello-ID
        name: Hello
        format: html
        fallback: en
        languages:
          en:
            subject: Hello
            blocks:
              - heading: {text: Hello}
              - image: {source: "https://shop.example/image.png", alt: A truck}
              - products:
                  layout: grid
                  columns: 3
                  items:
                    - {name: Running shoe, price: 49.90 EUR, link: "https://shop.example/shoe"}
                    - {name: "{{ touchpoint.second | default: '' }}", price: 5 EUR}
                    - {name: Wool socks, price: 9.90 EUR, link: "https://shop.example/socks"}
                    - {name: Hat, price: 19.90 EUR}
                    - {name: Gloves, price: 14.90 EUR}
              - unsubscribe

        """;

    // Drawn by the browser: a file of this machine.
    private static async Task<FilePayload> FileAsync(IPage page, string name, string color)
    {
        var drawn = await page.EvaluateAsync<string>(
            """
            ([width, color]) => {
              const canvas = document.createElement('canvas');
              canvas.width = width; canvas.height = 300;
              const pen = canvas.getContext('2d');
              pen.fillStyle = color; pen.fillRect(0, 0, width, 300);
              pen.fillStyle = '#ffffff'; pen.fillRect(80, 80, 200, 120);
              return canvas.toDataURL('image/png').split(',')[1];
            }
            """,
            new object[] { ImageWidth, color });
        return new FilePayload { Name = name, MimeType = "image/png", Buffer = Convert.FromBase64String(drawn) };
    }

    private async Task<IPage> DraftAsync(int width, string id)
    {
        using var saved = await fixture.Gateway.Http.PutAsJsonAsync(new Uri($"/v1/documents/template/{id}/draft", UriKind.Relative), new { text = Template.Replace("hello-ID", id, StringComparison.Ordinal) });
        Assert.True(saved.IsSuccessStatusCode, await saved.Content.ReadAsStringAsync());
        await fixture.UnhappyAsync("picture", "Paula Picture");
        var page = await fixture.PageAsync(width);
        await page.OpenAsync($"/templates/{id}");
        await Assertions.Expect(page.GetByTestId("check")).ToContainTextAsync("no errors");
        return page;
    }

    private static async Task PreviewAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview", Exact = true }).ClickAsync();
        await page.Locator("#try-customer").FillAsync("picture");
        await page.GetByRole(AriaRole.Button, new() { Name = "Paula Picture" }).ClickAsync();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Image_UploadedInTheEditor_IsInThePreview(int width)
    {
        var page = await DraftAsync(width, $"hello-{width}");
        var refused = new List<string>();
        page.Console += (_, message) => refused.AddRange(message.Text.Contains("Content Security Policy", StringComparison.Ordinal) ? [message.Text] : []);
        var block = page.GetByRole(AriaRole.Group, new() { Name = "Image, block 2 of 4" });

        await block.Locator("input[type=file]").SetInputFilesAsync(await FileAsync(page, $"truck-{width}.png", width > 1000 ? "#1f5fbf" : "#b3261e"));

        await Assertions.Expect(block.GetByTestId("image-now")).ToContainTextAsync($"truck-{width}.png");
        await Assertions.Expect(block.GetByLabel("Width")).ToHaveValueAsync("560");
        await Assertions.Expect(page.GetByTestId("template-checks")).ToContainTextAsync("Links:PublicAddress");
        await PreviewAsync(page);
        var image = page.FrameLocator("iframe.html").GetByRole(AriaRole.Img, new() { Name = "A truck" });
        await Assertions.Expect(image).ToBeVisibleAsync();
        Assert.Equal(ImageWidth, await image.EvaluateAsync<int>("async image => { await image.decode(); return image.naturalWidth; }"));
        await Assertions.Expect(page.FrameLocator("iframe.html").GetByText("Wool socks")).ToBeVisibleAsync();
        await Assertions.Expect(page.FrameLocator("iframe.html").GetByText("5 EUR", new() { Exact = true })).ToHaveCountAsync(0);
        Assert.Empty(refused);
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), "The page can be scrolled sideways.");
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Images_OnTheirPage_AreUploadedChosenAndDeleted(int width)
    {
        var page = await fixture.PageAsync(width);
        await page.OpenAsync("/images");
        await page.Locator("input[type=file]").SetInputFilesAsync(await FileAsync(page, $"logo-{width}.png", width > 1000 ? "#1b6e3c" : "#8a5300"));
        await page.ToastAsync($"logo-{width}.png uploaded");

        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "logo.svg", MimeType = "image/svg+xml", Buffer = "<svg/>"u8.ToArray() });
        await Assertions.Expect(page.GetByTestId("upload-refused")).ToContainTextAsync("SVG and other formats are not shown by mail programs");
        PageChecks.None(await page.FaultsAsync("/images"));
        await page.SetViewportSizeAsync(width, 900);

        await page.GetByRole(AriaRole.Button, new() { Name = $"Delete logo-{width}.png" }).ClickAsync();
        await page.ConfirmAsync("delete-image");
        await page.ToastAsync($"logo-{width}.png deleted");
        await Assertions.Expect(page.Locator(".tile").Filter(new() { HasText = $"logo-{width}.png" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Image_InUse_IsChosenAndCannotBeDeleted()
    {
        var page = await DraftAsync(1440, "hello");
        var file = await FileAsync(page, "used.png", "#3445c4");
        await page.GoAsync("/images");
        await page.Locator("input[type=file]").SetInputFilesAsync(file);
        await page.ToastAsync("used.png uploaded");
        await page.GoAsync("/templates/hello");
        await page.GetByRole(AriaRole.Group, new() { Name = "Image, block 2 of 4" }).GetByRole(AriaRole.Button, new() { Name = "Choose from uploaded…" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).Locator(".tile").Filter(new() { HasText = "used.png" }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("image-now")).ToContainTextAsync("used.png");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Assertions.Expect(page.GetByText("unsaved changes")).ToHaveCountAsync(0);

        await page.GoAsync("/images");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete used.png" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("hello (draft)");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button)).ToHaveTextAsync(["Close"]);
    }
}
