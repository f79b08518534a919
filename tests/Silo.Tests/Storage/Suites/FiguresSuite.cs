using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Storage;
using CxOrchestrator.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CxOrchestrator.Silo.Tests.Storage.Suites;

/// <summary>Figures for those who watch.</summary>
public abstract class FiguresSuite : StoreSuite
{
    private Task<StoreFigures> ReadAsync(DateTimeOffset? through = null) =>
        Store.Services.GetRequiredService<IStoreFigures>().ReadAsync(Store.JourneyClock.GetUtcNow(), through, None);

    [Fact]
    public async Task Read_NewStore_SaysNothing()
    {
        var figures = await ReadAsync();
        Assert.Equal((0L, 0L, 0L, 0L, 0L), (figures.LedgerWaiting, figures.LogWaiting, figures.ActionsDecided, figures.TimersHeld, figures.Customers));
        Assert.Null(figures.OldestActionAt);
        Assert.False(figures.SendingStopped);
    }

    [Fact]
    public async Task Read_ActionsOfEveryStatus_CountsThemAndTheOldestThatShouldMove()
    {
        await Store.DecideAsync(Some.Action("old", decidedAt: Make.Start.AddHours(-2)), Some.Action("held", decidedAt: Make.Start.AddHours(-3)));
        await Store.AnswerAsync("c-1", Some.Answer("held", AdmissionResult.Held, HoldReason.Cooldown, Make.Day(1)));
        await Store.AdmitAsync(Some.Action("admitted", "c-2"));

        var figures = await ReadAsync();
        Assert.Equal((1L, 1L, 1L, 0L), (figures.ActionsDecided, figures.ActionsHeld, figures.ActionsAdmitted, figures.ActionsDead));
        Assert.Equal(Make.Start.AddHours(-2), figures.OldestActionAt);
        Assert.Equal(2, figures.Customers);
    }

    [Fact]
    public async Task Read_DueTimersBeyondWhatWasRead_AreHeld()
    {
        await Store.CommitAsync("c-1", c => c with { NextDueChanged = true, NextDueAt = Make.Start.AddMinutes(-30) });
        await Store.CommitAsync("c-2", c => c with { NextDueChanged = true, NextDueAt = Make.Start.AddMinutes(-10) });
        await Store.CommitAsync("c-3", c => c with { NextDueChanged = true, NextDueAt = Make.Start.AddMinutes(10) });

        Assert.Equal((3L, 2L), ((await ReadAsync()).TimersArmed, (await ReadAsync()).TimersHeld));
        Assert.Equal(1, (await ReadAsync(Make.Start.AddMinutes(-20))).TimersHeld);
        Assert.Equal(0, (await ReadAsync(Make.Start)).TimersHeld);
    }
}
