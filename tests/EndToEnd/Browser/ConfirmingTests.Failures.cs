using System.Text.Json.Nodes;
using CxOrchestrator.EndToEnd.Processes;
using Microsoft.Playwright;

namespace CxOrchestrator.EndToEnd.Browser;

public sealed partial class ConfirmingTests
{
    private const string Endpoint = "https://crm.example.com/hook";

    // What fails here is rare and takes time: the lists are made, and each button's request is answered as the gateway would.
    private async Task<JsonObject> DeadActionAsync(int width)
    {
        await fixture.UnhappyAsync($"failed-{width}", $"Frida {width}");
        JsonObject? action = null;
        await Waiting.UntilAsync(
            async () =>
            {
                var page = JsonNode.Parse(await fixture.Gateway.Http.GetStringAsync(new Uri($"/v1/actions?customer=failed-{width}", UriKind.Relative)))!;
                action = page["items"]!.AsArray().FirstOrDefault()?.DeepClone().AsObject();
                return action is not null;
            },
            TimeSpan.FromMinutes(1),
            () => $"an action for failed-{width}");
        (action!["status"], action["lastError"], action["attempts"]) = ("dead", "503 Service Unavailable", 12);
        return action;
    }

    private static JsonObject Letter(long id, string reason) => new()
    {
        ["id"] = id,
        ["source"] = "shop",
        ["customer"] = "c-1",
        ["reason"] = reason,
        ["detail"] = "It could not be read",
        ["at"] = "2026-03-03T12:00:00Z",
        ["text"] = "{\"id\": 1}",
        ["bytes"] = 9,
    };

    private static JsonObject Page(params IEnumerable<JsonNode> items) => new() { ["items"] = new JsonArray([.. items.Select(i => i.DeepClone())]) };

    private static async Task AnswerAsync(IPage page, string address, string method, Func<JsonNode?> answer) => await page.RouteAsync(address, async route =>
    {
        if (route.Request.Method != method)
        {
            await route.FallbackAsync();
        }
        else if (answer() is { } body)
        {
            await route.FulfillAsync(new() { ContentType = "application/json", Body = body.ToJsonString() });
        }
        else
        {
            await route.FulfillAsync(new() { Status = 204 });
        }
    });

    private static async Task AnswerOnceAsync(IPage page, string list, string button, Func<JsonNode> item)
    {
        var done = false;
        await AnswerAsync(page, list, "GET", () => done ? Page() : Page(item()));
        await AnswerAsync(page, button, "POST", () =>
        {
            done = true;
            return null;
        });
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Failures_RetriedReplayedAndEnabled(int width)
    {
        var action = await DeadActionAsync(width);
        var page = await fixture.PageAsync(width);
        var (letters, failed) = (page.GetByRole(AriaRole.Region, new() { Name = "Dead letters" }), page.GetByRole(AriaRole.Region, new() { Name = "Failed actions" }));
        await AnswerOnceAsync(page, "**/v1/actions?*status=dead*", $"**/v1/actions/{action["id"]}/retry", () => action);
        await AnswerOnceAsync(page, "**/v1/dead-letters?*", "**/v1/dead-letters/8/replay", () => Letter(8, "timer"));
        await page.OpenAsync("/ledger");

        await page.ConfirmAsync("retry-timer");
        await page.ToastAsync("The timer will be tried again");
        await Assertions.Expect(letters).ToContainTextAsync("No dead letters");
        await page.ConfirmAsync("retry-action");
        await page.ToastAsync("It will be sent again");
        await Assertions.Expect(failed).ToContainTextAsync("No action has failed for good");

        await AnswerAsync(page, "**/v1/dead-letters/7", "GET", () => Letter(7, "unreadable"));
        await AnswerOnceAsync(page, "**/v1/dead-letters?*", "**/v1/dead-letters/7/replay", () => Letter(7, "unreadable"));
        await PressAsync(page, "Fix and replay…");
        await page.ConfirmAsync("replay");
        await page.ToastAsync("Replayed: it is back in the log");
        await Assertions.Expect(letters).ToContainTextAsync("No dead letters");
    }

    [Theory]
    [MemberData(nameof(Confirming.Widths), MemberType = typeof(Confirming))]
    public async Task Endpoint_Enabled(int width)
    {
        var page = await fixture.PageAsync(width);
        await AnswerAsync(page, "**/health/ready", "GET", () => new JsonObject
        {
            ["status"] = "degraded",
            ["checks"] = new JsonArray(new JsonObject { ["name"] = "webhooks", ["status"] = "degraded", ["detail"] = "1 endpoint is disabled" }),
        });
        await AnswerOnceAsync(page, "**/v1/webhooks/endpoints", "**/v1/webhooks/endpoints/enable", () => new JsonObject { ["url"] = Endpoint, ["disabledAt"] = "2026-03-03T12:00:00Z", ["reason"] = "410 Gone" });
        await page.OpenAsync("/status");

        await page.ConfirmAsync("enable-endpoint");

        await page.ToastAsync("Endpoint enabled");
        await Assertions.Expect(page.GetByText(Endpoint)).ToHaveCountAsync(0);
    }
}
