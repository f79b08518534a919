using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Console.Toasting;
using Microsoft.AspNetCore.Components.Routing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>Steps in the document's life, and what to do when somebody else took one.</summary>
public sealed partial class EditorFrame
{
    private static readonly string[] Asks = ["approve", "reject", "retire", "discard", "pause"];

    private Task StepAsync(LifeStep step)
    {
        _session?.Flush();
        if (Asks.Contains(step.Name) || (step.Name == "publish" && Waiting.IsAbout(Kind, _detail?.Text)))
        {
            _asking = step;
            return Task.CompletedTask;
        }

        return TakeStepAsync(step.Name, null);
    }

    private async Task<bool> TakeStepAsync(string step, string? comment)
    {
        _asking = null;
        if (_session is not { } session || _busy)
        {
            return false;
        }

        _busy = true;
        try
        {
            session.Flush();
            var revision = _detail?.Document.Draft?.Revision;
            switch (step)
            {
                case "save":
                    var text = session.Text;
                    Take(await Api.SaveDraftAsync(Kind, Id, text, revision));
                    session.MarkSaved(text);
                    break;
                case "discard":
                    await Api.DiscardDraftAsync(Kind, Id, revision ?? 0);
                    session.MarkSaved(session.Text);
                    await AfterDiscardAsync();
                    break;
                default:
                    Take(await Api.StepAsync(Kind, Id, step, step is "submit" or "approve" or "reject" or "publish" ? revision : null, comment));
                    break;
            }

            Kept.Forget(StepSheet.Under(Kind, Id));
            Toasts.Add(Done(step), ToastKind.Success);
            if (step is "publish" or "retire")
            {
                await Set.LoadAsync();
                _checking?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            return true;
        }
        catch (ApiException exception) when (exception.Status is 412 or 428)
        {
            _conflict = await TheirsAsync();
            Toasts.Add("Someone else changed it in the meantime.", ToastKind.Warning);
        }
        catch (ApiException exception)
        {
            Toasts.Add($"{exception.Message} {exception.Cure}".Trim(), ToastKind.Error);
        }
        finally
        {
            _busy = false;
            StateHasChanged();
        }

        return false;
    }

    // What was published is shown again; a document that was never published is gone.
    private async Task AfterDiscardAsync()
    {
        if (await Api.DocumentLifeAsync(Kind, Id) is { } left)
        {
            Take(left);
            _session!.Load(left.Text ?? await LastTextAsync(left));
        }
        else
        {
            _leaves = true;
            Navigation.NavigateTo(DocumentPages.IsSingle(Kind) ? "policies" : DocumentPages.ListOf(Kind));
        }
    }

    private void Take(DocumentDetail detail)
    {
        (_detail, _conflict) = (detail, null);
        _session!.ReadOnly = LifeSteps.WhyReadOnly(detail.Document, _me) is not null;
    }

    private async Task TakeAsync(DocumentDetail detail)
    {
        var clean = _session is { Dirty: false };
        Take(detail);
        if (clean && detail.Document.Draft is null && detail.Text is { } text)
        {
            _session!.Load(text);
        }

        await Set.LoadAsync();
    }

    // Every now and then: did somebody else save, approve, publish?
    private async Task LookAsync()
    {
        if (_session is not { } session || _busy || _conflict is not null || Live.Phase == CxOrchestrator.Console.Live.ConnectionPhase.Stale)
        {
            return;
        }

        try
        {
            if (await Api.DocumentLifeAsync(Kind, Id) is not { } now || _session != session || _busy || _detail is null)
            {
                return;
            }

            if (now.Document.Draft?.Text is { } text && text != session.Saved && now.Document.Draft.Revision != _detail.Document.Draft?.Revision)
            {
                if (session.Dirty)
                {
                    _conflict = now;
                }
                else
                {
                    TakeTheirs(now);
                }
            }
            else
            {
                Take(now);
            }

            StateHasChanged();
        }
        catch (ApiException)
        {
            // What was read stays, and the top line says that it is out of date.
        }
    }

    private async Task<DocumentDetail?> TheirsAsync()
    {
        try
        {
            return await Api.DocumentLifeAsync(Kind, Id);
        }
        catch (ApiException)
        {
            return null;
        }
    }

    private void TakeTheirs(DocumentDetail theirs)
    {
        Take(theirs);
        _session!.Load(theirs.Document.Draft?.Text ?? theirs.Text ?? _session.Text);
    }

    private Task<bool> KeepMineAsync(DocumentDetail theirs)
    {
        Take(theirs);
        return TakeStepAsync("save", null);
    }

    private async Task SwitchedAsync()
    {
        try
        {
            _me = await Api.MeAsync();
            if (_session is { } session)
            {
                session.ReadOnly = LifeSteps.WhyReadOnly(_detail?.Document, _me) is not null;
            }
        }
        catch (ApiException exception)
        {
            Toasts.Add(exception.Message, ToastKind.Error);
        }
    }

    private void LeaveAsync(LocationChangingContext context)
    {
        _session?.Flush();
        var here = new Uri(Navigation.Uri).AbsolutePath;
        if (_leaves || _session is not { Dirty: true } || Navigation.ToAbsoluteUri(context.TargetLocation).AbsolutePath == here)
        {
            return;
        }

        context.PreventNavigation();
        _leavingTo = context.TargetLocation;
        StateHasChanged();
    }

    private void GoAway(string target)
    {
        (_leaves, _leavingTo) = (true, null);
        Navigation.NavigateTo(target);
    }

    private async Task SaveAndLeaveAsync(string target)
    {
        _leavingTo = null;
        if (await TakeStepAsync("save", null))
        {
            GoAway(target);
        }
    }

    private static string Done(string step) => step switch
    {
        "save" => "The draft is saved.",
        "submit" => "Waiting for someone else's approval.",
        "approve" => "Approved. It can be published.",
        "reject" => "Sent back.",
        "publish" => "Published: live everywhere within two seconds.",
        "pause" => "Paused. It does nothing until it is resumed.",
        "resume" => "It goes on.",
        "retire" => "Retired. It is out of the set; its versions stay.",
        _ => "Draft discarded.",
    };
}
