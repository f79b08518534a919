using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Mailbox;
using CxOrchestrator.Console.Backtests;
using CxOrchestrator.Console.Definitions;
using CxOrchestrator.Console.Toasting;
using Microsoft.AspNetCore.Components;

namespace CxOrchestrator.Console.Mailbox;

/// <summary>E-mail that the gateway received for trials: the list, and the message that is open.</summary>
public sealed partial class MailboxPage
{
    private const string IdName = "id";
    private const string SearchName = "q";
    private const string TabName = "tab";
    private const int ShownMax = 100;
    private const int OffStatus = 404;

    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(3);

    private List<MailSummary>? _mail;
    private string? _next;
    private long _total;
    private MailView? _open;
    private MeView? _me;
    private int? _port;
    private string? _error;
    private string _typed = "";
    private string? _searched;
    private long _glowAfter = long.MaxValue;
    private bool _off;
    private bool _gone;
    private bool _asking;
    private bool _older;
    private ITimer? _timer;

    /// <summary>The message that is open.</summary>
    [SupplyParameterFromQuery(Name = IdName)] public long? Id { get; set; }

    /// <summary>What is searched for.</summary>
    [SupplyParameterFromQuery(Name = SearchName)] public string? Search { get; set; }

    /// <summary>How the message is shown; null: as it is best read.</summary>
    [SupplyParameterFromQuery(Name = TabName)] public string? Tab { get; set; }

    private string Where => _port is { } port ? $"127.0.0.1:{port}" : "the gateway's mailbox";

    private string Counted => $"{BacktestWords.Many((int)_total, "message")}{(string.IsNullOrEmpty(Search) ? "" : _total == 1 ? " matches" : " match")}";

    private string? WhyNot => _me?.Roles.Contains("administrator") == true ? null : LifeSteps.MissingRole(_me, "marketer");

    public void Dispose()
    {
        _timer?.Dispose();
        Browser.Key -= OnKey;
    }

    protected override async Task OnInitializedAsync()
    {
        Browser.Key += OnKey;
        _timer = Clock.CreateTimer(_ => InvokeAsync(PollAsync), null, ReadEvery, ReadEvery);
        try
        {
            (_me, _port) = (await Api.MeAsync(), (await Api.StatusAsync()).Mailbox?.Port);
        }
        catch (ApiException)
        {
            // The list says what cannot be reached.
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_mail is null || _searched != Search)
        {
            (_typed, _searched, _mail, _older, _glowAfter) = (Search ?? "", Search, null, false, long.MaxValue);
            await LoadAsync();
        }

        await OpenAsync();
    }

    private async Task PollAsync()
    {
        // Older pages that somebody asked for stay as they are.
        if (!_older && !_off)
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var asked = Search;
        try
        {
            var page = await Api.MailAsync(asked, null, ShownMax);
            if (asked != Search)
            {
                return;
            }

            // What was there at the first look is not new.
            var newest = _mail is null ? long.MaxValue : _mail.Count > 0 ? _mail[0].Id : 0;
            var same = _mail is not null && _mail.Count == page.Items.Count && newest == (page.Items.Count > 0 ? page.Items[0].Id : 0) && _total == page.Total && _error is null;
            if (same)
            {
                return;
            }

            (_mail, _next, _total, _error, _glowAfter, _off) = ([.. page.Items], page.Next, page.Total ?? page.Items.Count, null, newest, false);
        }
        catch (ApiException exception)
        {
            // What was read stays, and the top line says that it is out of date.
            _off = exception is { Status: OffStatus, Type: "urn:cx:problem:no-mailbox" };
            _error = _mail is null && !_off ? exception.Message : null;
        }

        StateHasChanged();
    }

    private async Task OlderAsync()
    {
        try
        {
            var page = await Api.MailAsync(Search, _next, ShownMax);
            _mail!.AddRange(page.Items);
            (_next, _older) = (page.Next, true);
        }
        catch (ApiException exception)
        {
            Toasts.Add($"Older messages could not be loaded: {exception.Message}", ToastKind.Error);
        }
    }

    private async Task OpenAsync()
    {
        if (Id is not { } id)
        {
            (_open, _gone) = (null, false);
            return;
        }

        if (_open?.Id == id)
        {
            return;
        }

        try
        {
            var open = await Api.MailAsync(id);
            if (id == Id)
            {
                (_open, _gone) = (open, false);
            }
        }
        catch (ApiException exception)
        {
            (_open, _gone) = (null, exception.Status == OffStatus);
            if (!_gone)
            {
                Toasts.Add($"The message could not be loaded: {exception.Message}", ToastKind.Error);
            }
        }
    }

    private async Task EmptyAsync()
    {
        _asking = false;
        try
        {
            Toasts.Add($"{BacktestWords.Many((await Api.EmptyMailboxAsync()).Removed, "message")} deleted.", ToastKind.Success);
            (_older, _mail, _open) = (false, null, null);
            Go((IdName, null), (SearchName, null));
        }
        catch (ApiException exception)
        {
            Toasts.Add(exception.Message, ToastKind.Error);
        }

        await LoadAsync();
    }

    private void OnKey(string key) => InvokeAsync(async () =>
    {
        if (key == "Escape" && Id is not null)
        {
            Go((IdName, null));
        }
        else if (key is "j" or "k" && _mail is { Count: > 0 } mail)
        {
            var at = mail.FindIndex(m => m.Id == Id);
            var to = mail[at < 0 ? 0 : Math.Clamp(at + (key == "j" ? 1 : -1), 0, mail.Count - 1)].Id;
            Go((IdName, $"{to}"));
            await Browser.FocusAsync($"#mail-{to}");
        }
    });

    private string Address(long id) => Navigation.GetUriWithQueryParameter(IdName, id);

    private void Go(params (string Name, string? Value)[] to) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(to.ToDictionary(t => t.Name, object? (t) => string.IsNullOrEmpty(t.Value) ? null : t.Value)), replace: true);
}
