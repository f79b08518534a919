using CxOrchestrator.Api.Actions;
using CxOrchestrator.Api.Cases;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Live;
using CxOrchestrator.Console.Cases;
using CxOrchestrator.Console.Live;
using CxOrchestrator.Console.Toasting;
using Microsoft.AspNetCore.Components;

namespace CxOrchestrator.Console.Customers;

public sealed partial class CustomerPage : IDisposable
{
    private const int TimelinePage = 100;

    private static readonly (string Id, string Label)[] Tabs = [("timeline", "Timeline"), ("decisions", "Decisions"), ("actions", "Actions"), ("cases", "Cases"), ("identities", "Identities"), ("consent", "Consent")];

    private CustomerView? _view;
    private List<TimelineEntry> _timeline = [];
    private List<ActionView> _actions = [];
    private List<DecisionView> _decisions = [];
    private List<CaseView> _cases = [];
    private string _shown = "";
    private string _tab = "timeline";
    private string? _error;
    private bool _loaded;
    private bool _erased;
    private bool _more;

    /// <summary>The customer's id as the address has it.</summary>
    [Parameter] public string Segment { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")] public string? Tab { get; set; }

    [Inject] private LiveClient Live { get; set; } = default!;

    [Inject] private ApiClient Api { get; set; } = default!;

    [Inject] private Browser Browser { get; set; } = default!;

    [Inject] private CaseCommands Commands { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private string Customer => CustomerPath.Read(Segment);

    private CaseView? OpenCase => _cases.FirstOrDefault(c => c.Status != "completed");

    private string Count(string tab) => tab switch
    {
        "decisions" when _decisions.Count > 0 => $" {_decisions.Count:N0}",
        "actions" when _actions.Count > 0 => $" {_actions.Count:N0}",
        "cases" when _cases.Count > 0 => $" {_cases.Count:N0}",
        _ => "",
    };

    // What was done about it is what one asks next.
    private string Answer(LowPointView low)
    {
        var answers = _actions.Where(a => a.At >= low.OpenedAt && a.Correlation == low.Correlation && a.Status is not ("refused" or "dead")).Select(a => a.PolicyName).Distinct().Take(2).ToList();
        return answers.Count == 0 ? " · no policy has acted on it" : $" · answered by “{string.Join("”, “", answers)}”";
    }

    protected override void OnInitialized()
    {
        Live.CustomerChanged += OnChanged;
        Live.Reconnected += OnReconnected;
        Browser.Key += OnKey;
    }

    protected override async Task OnParametersSetAsync()
    {
        _tab = Tabs.Any(t => t.Id == Tab) ? Tab! : "timeline";
        if (_shown != Customer)
        {
            _shown = Customer;
            Forget();
            await Live.WatchCustomerAsync(Customer);
            await LoadAsync();
        }
    }

    public void Dispose()
    {
        Live.CustomerChanged -= OnChanged;
        Live.Reconnected -= OnReconnected;
        Browser.Key -= OnKey;
        _ = Live.UnwatchCustomerAsync();
    }

    private void Forget() => (_view, _loaded, _erased, _timeline, _actions, _decisions, _cases) = (null, false, false, [], [], [], []);

    private async Task LoadAsync()
    {
        try
        {
            _error = null;
            if (await Api.CustomerAsync(Customer) is { Customer: var known } && known != Customer)
            {
                // Merged into another one: its page is that one's.
                Navigation.NavigateTo($"customers/{CustomerPath.Of(known)}", replace: true);
                return;
            }

            var timeline = Api.TimelineAsync(Customer, null, TimelinePage);
            var actions = Api.ActionsAsync(customer: Customer);
            var decisions = Api.DecisionsAsync(Customer);
            var cases = Api.CasesAsync(customer: Customer);
            await Task.WhenAll(timeline, actions, decisions, cases);
            _timeline = [.. Merge(_timeline, (await timeline).Items)];
            _more = (await timeline).Items.Count == TimelinePage;
            _actions = [.. (await actions).Items];
            _decisions = [.. (await decisions).Items];
            _cases = [.. (await cases).Items];
        }
        catch (ApiException exception) when (exception.Status is 404 or 410)
        {
            // Never seen, or erased: the empty state says which.
            _erased = exception.Status == 410;
        }
        catch (ApiException exception)
        {
            _error = exception.Message;
        }

        _loaded = true;
    }

    private async Task ReloadAsync()
    {
        Forget();
        await LoadAsync();
        await Live.WatchCustomerAsync(Customer);
    }

    private async Task MoreAsync()
    {
        try
        {
            var page = await Api.TimelineAsync(Customer, _timeline.Min(t => t.Sequence), TimelinePage);
            _timeline = [.. Merge(_timeline, page.Items)];
            _more = page.Items.Count == TimelinePage;
        }
        catch (ApiException exception)
        {
            Toasts.Add(exception.Message, ToastKind.Error);
        }
    }

    private async Task LoadCasesAsync()
    {
        try
        {
            _cases = [.. (await Api.CasesAsync(customer: Customer)).Items];
        }
        catch (ApiException)
        {
            // What was read stays; the top line says that it is out of date.
        }
    }

    private void OnChanged(CustomerChanges changes)
    {
        if (changes.Customer != Customer)
        {
            return;
        }

        if (changes.MergedInto is { } into)
        {
            Navigation.NavigateTo($"customers/{CustomerPath.Of(into)}", replace: true);
            return;
        }

        if (changes.Erased)
        {
            Forget();
            (_loaded, _erased) = (true, true);
            StateHasChanged();
            return;
        }

        _erased &= changes.View is null;
        _view = changes.View is { } view && (_view is null || view.Version >= _view.Version) ? view : _view;
        _timeline = [.. Merge(_timeline, changes.Timeline)];
        _actions = [.. changes.Actions.Concat(_actions).DistinctBy(a => a.Id).OrderByDescending(a => a.At)];
        _decisions = [.. changes.Decisions.Concat(_decisions).DistinctBy(d => (d.Sequence, d.Policy)).OrderByDescending(d => d.Sequence)];
        _cases = [.. changes.Cases.Concat(_cases).DistinctBy(c => c.Id)];
        StateHasChanged();
    }

    private async void OnReconnected()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async void OnKey(string key)
    {
        if (key == "Escape")
        {
            Navigation.NavigateTo("board");
        }
        else if (key == "t" && OpenCase is { Status: "open" } open)
        {
            await Commands.ClaimAsync(open);
            await LoadCasesAsync();
            StateHasChanged();
        }
    }

    private void Go(string tab) => Navigation.NavigateTo(
        $"customers/{CustomerPath.Of(Customer)}{(tab == "timeline" ? "" : $"?tab={tab}")}", replace: true);

    // Newest first; the live stream and the pages may bring the same entry.
    private static IEnumerable<TimelineEntry> Merge(IEnumerable<TimelineEntry> had, IEnumerable<TimelineEntry> more) =>
        more.Concat(had).DistinctBy(t => t.Sequence).OrderByDescending(t => t.Sequence);
}
