using CxOrchestrator.Api.Cases;
using CxOrchestrator.Console.Toasting;

namespace CxOrchestrator.Console.Cases;

/// <summary>What an operator does with cases, and what the screen then says; the same from wherever it is done.</summary>
internal sealed class CaseCommands(ApiClient api, Preferences preferences, KeptWords kept, Toasts toasts)
{
    /// <returns>The case as it is now; null where somebody else was faster.</returns>
    public Task<CaseView?> ClaimAsync(CaseView item) => ClaimAsync(item.Id, item.CustomerName ?? item.Customer);

    public Task<CaseView?> ClaimAsync(string id, string customer) =>
        DoAsync(() => api.ClaimAsync(id, preferences.Name), $"You claimed the case of {customer}.");

    public Task<CaseView?> ReleaseAsync(CaseView item) =>
        DoAsync(() => api.ReleaseAsync(item.Id, preferences.Name), "The case is open for others again.");

    /// <param name="item">The case.</param>
    /// <param name="completion">How it ended.</param>
    /// <param name="undone">Called where the closing was taken back.</param>
    /// <returns>The case as it is now; null where it was not closed.</returns>
    public async Task<CaseView?> CompleteAsync(CaseView item, CaseCompletion completion, Func<CaseView?, Task> undone)
    {
        try
        {
            var closed = await api.CompleteAsync(item.Id, completion);
            kept.Forget(CompleteCase.Under(item.Id));
            toasts.Add("The case is closed.", ToastKind.Success, new ToastAction("Undo", async () =>
            {
                await undone(await DoAsync(() => api.ReopenAsync(item.Id, preferences.Name), "The case is yours again."));
            }));
            return closed;
        }
        catch (ApiException exception)
        {
            toasts.Add(exception.Message, ToastKind.Error);
            return null;
        }
    }

    private async Task<CaseView?> DoAsync(Func<Task<CaseView>> act, string done)
    {
        try
        {
            var now = await act();
            toasts.Add(done, ToastKind.Success);
            return now;
        }
        catch (ApiException exception)
        {
            toasts.Add(exception.Message, ToastKind.Error);
            return null;
        }
    }
}
