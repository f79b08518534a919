using CxOrchestrator.Console.Toasting;
using Microsoft.Extensions.Time.Testing;

namespace CxOrchestrator.Console.Tests.Toasting;

public class ToastsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new();

    private Toasts New() => new(_clock);

    private static string[] Texts(Toasts toasts) => [.. toasts.Shown.Select(t => t.Text)];

    [Fact]
    public void Add_SuccessAndFailure_OnlyTheFailureStays()
    {
        using var toasts = New();
        toasts.Add("done", ToastKind.Success);
        toasts.Add("failed", ToastKind.Error);

        _clock.Advance(Long);

        Assert.Equal(["failed"], Texts(toasts));
    }

    [Fact]
    public void Hold_PointerOnIt_KeepsItAndStartsItsTimeOver()
    {
        using var toasts = New();
        toasts.Add("done", ToastKind.Success);
        toasts.Hold(true);
        _clock.Advance(Long);
        Assert.Equal(["done"], Texts(toasts));

        toasts.Hold(false);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["done"], Texts(toasts));
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Empty(toasts.Shown);
    }

    [Fact]
    public async Task RunAsync_PressedTwice_RunsOnce()
    {
        using var toasts = New();
        var runs = 0;
        toasts.Add("closed", ToastKind.Success, new ToastAction("Undo", () => Task.FromResult(++runs)));
        var toast = Assert.Single(toasts.Shown);

        await toasts.RunAsync(toast);
        await toasts.RunAsync(toast);

        Assert.Equal((1, 0), (runs, toasts.Shown.Length));
    }

    [Fact]
    public void Add_MoreThanFit_OldestGoesAndTheSameWordsCountOnce()
    {
        using var toasts = New();
        foreach (var number in Enumerable.Range(1, Toasts.Max + 1))
        {
            toasts.Add($"{number}", ToastKind.Error);
        }

        toasts.Add("3", ToastKind.Error);

        Assert.Equal(Toasts.Max, toasts.Shown.Length);
        Assert.Single(toasts.Shown, t => t.Text == "3");
        Assert.DoesNotContain(toasts.Shown, t => t.Text == "1");
        Assert.Equal("3", toasts.Shown[^1].Text);
    }
}
