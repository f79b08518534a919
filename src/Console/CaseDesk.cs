using CxOrchestrator.Api.Cases;
using MudBlazor;

namespace CxOrchestrator.Console;

/// <summary>What an operator does with cases, and what the screen then says; the same from wherever it is done.</summary>
internal sealed class CaseDesk(ApiClient api, Preferences preferences, ISnackbar snackbar)
{
    private const int UndoMilliseconds = 9000;

    public Task<bool> TakeAsync(CaseView item) => TakeAsync(item.Id, item.CustomerName ?? item.Customer);

    public Task<bool> TakeAsync(string id, string customer) =>
        DoAsync(() => api.ClaimAsync(id, preferences.Name), $"You have taken the case of {customer}.");

    public Task GiveBackAsync(CaseView item) =>
        DoAsync(() => api.ReleaseAsync(item.Id, preferences.Name), "The case is open for others again.");

    /// <param name="item">The case.</param>
    /// <param name="completion">How it ended.</param>
    /// <param name="undone">Called where the closing was taken back.</param>
    public async Task CompleteAsync(CaseView item, CaseCompletion completion, Func<Task> undone)
    {
        try
        {
            await api.CompleteAsync(item.Id, completion);
            snackbar.Add("The case is closed.", Severity.Success, options =>
            {
                options.Action = "Undo";

                // It goes when the time to take it back is over, whether or not somebody closes it.
                options.RequireInteraction = false;
                options.VisibleStateDuration = UndoMilliseconds;
                options.OnClick = async _ =>
                {
                    await DoAsync(() => api.ReopenAsync(item.Id, preferences.Name), "The case is yours again.");
                    await undone();
                };
            });
        }
        catch (ApiException exception)
        {
            snackbar.Add(exception.Message, Severity.Error);
        }
    }

    private async Task<bool> DoAsync(Func<Task<CaseView>> act, string done)
    {
        try
        {
            await act();
            snackbar.Add(done, Severity.Success);
            return true;
        }
        catch (ApiException exception)
        {
            snackbar.Add(exception.Message, Severity.Error);
            return false;
        }
    }
}
