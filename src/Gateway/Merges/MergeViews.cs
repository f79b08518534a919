using CxOrchestrator.Api.Merges;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;

namespace CxOrchestrator.Gateway.Merges;

/// <summary>Merges and previews as the API says them.</summary>
internal sealed class MergeViews(CustomerReader reader, ICaseStore cases, IReadModel store, IGuardSwitches switches)
{
    /// <summary>Most cases and actions that a preview counts.</summary>
    private const int CountMax = 100;

    public static MergeView Of(StoredMerge merge) => new()
    {
        Number = merge.Number,
        From = merge.From.Customer.Value,
        Into = merge.Into.Customer.Value,
        At = merge.At,
        By = merge.By,
        Kind = merge.Reason.Kind,
        Reason = merge.Reason.Text,
        Exact = merge.Exact,
        UndoneAt = merge.UndoneAt,
        UndoneBy = merge.UndoneBy,
    };

    public async Task<MergePreviewView> OfAsync(string tenant, MergePreview preview, CancellationToken cancellationToken)
    {
        async Task<MergeSideView> SideAsync(Rules.Customers.CustomerState state)
        {
            var key = new CustomerKey(tenant, state.Customer);
            var open = 0;
            foreach (var status in Enum.GetValues<CaseStatus>().Where(s => s != CaseStatus.Completed))
            {
                open += (await cases.ListAsync(new CaseQuery { Customer = key, Status = status, Limit = CountMax }, cancellationToken)).Items.Length;
            }

            var waiting = 0;
            foreach (var status in (ActionStatus[])[ActionStatus.Decided, ActionStatus.Held])
            {
                waiting += await WaitingAsync(key, status, cancellationToken);
            }

            return new MergeSideView
            {
                View = reader.View(state),
                OpenCases = Math.Min(open, CountMax),
                WaitingActions = Math.Min(waiting, CountMax),
                SuppressedUntil = (await switches.SuppressionAsync(key, cancellationToken))?.Until,
            };
        }

        var (into, from) = (await SideAsync(preview.Into!), await SideAsync(preview.From!));
        return new MergePreviewView
        {
            Into = into,
            From = from,
            Merged = new MergeSideView
            {
                View = reader.View(preview.Merged!),
                OpenCases = Math.Min(into.OpenCases + from.OpenCases, CountMax),
                WaitingActions = Math.Min(into.WaitingActions + from.WaitingActions, CountMax),
                SuppressedUntil = into.SuppressedUntil is { } until && !(from.SuppressedUntil > until) ? until : from.SuppressedUntil,
            },
            Exact = preview.Exact,
        };
    }

    private async Task<int> WaitingAsync(CustomerKey key, ActionStatus status, CancellationToken cancellationToken) =>
        (await store.ActionsAsync(new ActionQuery { Customer = key, Status = status, Limit = CountMax }, cancellationToken)).Items.Length;
}
