using CxOrchestrator.Api.Access;
using CxOrchestrator.Api.Definitions;
using CxOrchestrator.Console.Images;
using CxOrchestrator.Console.Live;
using CxOrchestrator.Console.Toasting;
using CxOrchestrator.Definitions.Editing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace CxOrchestrator.Console.Definitions.Editing;

/// <summary>The page of one document: its life, its form and its text, and what is shown beside them.</summary>
public sealed partial class EditorFrame
{
    private const int ElsewhereMax = 5;
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CheckAfter = TimeSpan.FromMilliseconds(250);
    private static readonly (string Name, string Label)[] Views = [("form", "Form"), ("both", "Both"), ("text", "Text")];

    private EditorSession? _session;
    private EditorContext? _context;
    private DocumentDetail? _detail;
    private DocumentDetail? _conflict;
    private MeView? _me;
    private LifeStep? _asking;
    private string? _error;
    private string? _leavingTo;
    private string? _shown;
    private bool _missing;
    private bool _busy;
    private bool _leaves;
    private (int Line, int Asked) _line;
    private ITimer? _checking;
    private ITimer? _reading;

    [Inject] private ApiClient Api { get; set; } = default!;

    [Inject] private PublishedDocuments Set { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Inject] private Browser Browser { get; set; } = default!;

    [Inject] private Toasts Toasts { get; set; } = default!;

    [Inject] private KeptWords Kept { get; set; } = default!;

    [Inject] private ImageLibrary Images { get; set; } = default!;

    [Inject] private LiveClient Live { get; set; } = default!;

    [Parameter, EditorRequired] public string Kind { get; set; } = "";

    [Parameter, EditorRequired] public string Id { get; set; } = "";

    /// <summary>The product has a document of that id itself, which one written here replaces.</summary>
    [Parameter] public bool BuiltIn { get; set; }

    /// <summary>form, text or both.</summary>
    [SupplyParameterFromQuery(Name = "view")] public string? View { get; set; }

    /// <summary>What is shown beside: try, state, versions, compare.</summary>
    [SupplyParameterFromQuery(Name = "pane")] public string? Asked { get; set; }

    /// <summary>The version that is meant, where one is.</summary>
    [SupplyParameterFromQuery(Name = "version")] public int? Version { get; set; }

    /// <summary>Of a new document: its name.</summary>
    [SupplyParameterFromQuery(Name = "name")] public string? NewName { get; set; }

    /// <summary>Of a new document: number of the starting point.</summary>
    [SupplyParameterFromQuery(Name = "from")] public int? From { get; set; }

    /// <summary>What a new policy answers: a reason that customers name.</summary>
    [SupplyParameterFromQuery(Name = "reason")] public string? Reason { get; set; }

    /// <summary>The type of touchpoint in which they name it.</summary>
    [SupplyParameterFromQuery(Name = "type")] public string? Type { get; set; }

    private (string Name, string Label)[] Panes => Kind is "policy" or "segment" or "template"
        ? [("try", Kind == "template" ? "Preview" : "Try on a customer"), ("versions", "Versions"), ("compare", "Compare")]
        : Kind == "connection" ? [("state", "State and secrets"), ("versions", "Versions"), ("compare", "Compare")]
        : Kind == "form" ? [("try", "Preview"), ("state", "Link"), ("versions", "Versions"), ("compare", "Compare")]
        : Kind is "provider" or "source" or "lexicon" ? [("try", Kind == "lexicon" ? "Preview" : "Try"), ("versions", "Versions"), ("compare", "Compare")]
        : [("versions", "Versions"), ("compare", "Compare")];

    // How a provider speaks is written: a form would be longer than the text.
    private (string Name, string Label)[] OwnViews => Kind is "provider" or "source" or "lexicon" ? [Views[^1]] : Views;

    private string Shown => OwnViews.Any(v => v.Name == View) ? View! : OwnViews[0].Name;

    private string? Pane => Panes.Any(p => p.Name == Asked) ? Asked : null;

    private string Title => _session?.TextAt(DocumentPath.Root / "name") ?? (DocumentPages.IsSingle(Kind) ? char.ToUpperInvariant(Kind[0]) + Kind[1..] : Id);

    private string CheckWords => _session switch
    {
        { Checked.Text: null } => "… checking",
        { Checked: var done } when done.Text != _session.Text => "… checking",
        { Checked.Problems: { IsEmpty: true } } => "✓ no errors",
        { Checked.Problems: [_] } => "! 1 error",
        _ => $"! {_session!.Checked.Problems.Length} errors",
    };

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Browser.Key += OnKey;
        _checking = Clock.CreateTimer(_ => InvokeAsync(CheckAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reading = Clock.CreateTimer(_ => InvokeAsync(LookAsync), null, ReadEvery, ReadEvery);
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != $"{Kind}/{Id}")
        {
            _shown = $"{Kind}/{Id}";
            await LoadAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Browser.Key -= OnKey;
        _checking?.Dispose();
        _reading?.Dispose();
        Close();
    }

    private async Task LoadAsync()
    {
        Close();
        (_detail, _conflict, _missing, _error) = (null, null, false, null);
        try
        {
            (_me, _detail) = (await Api.MeAsync(), await Api.DocumentLifeAsync(Kind, Id));
            await Set.LoadAsync();
            if (Kind is "template" or "form")
            {
                await Images.LoadAsync();
            }

            if (_detail is not null)
            {
                Open(_detail.Document.Draft?.Text ?? _detail.Text ?? await LastTextAsync(_detail));
            }
            else if (NewName is { } name)
            {
                Begin(name);
            }
            else
            {
                _missing = true;
            }
        }
        catch (ApiException exception)
        {
            _error = exception.Message;
        }
    }

    // A retired document has no text published: the one before is taken up again.
    private async Task<string> LastTextAsync(DocumentDetail detail) => detail.Versions.FirstOrDefault(v => !v.Retired) is { } last
        ? (await Api.VersionAsync(Kind, Id, last.Version)).Text ?? ""
        : "";

    private void BeginHere()
    {
        _missing = false;
        Begin(Id);
    }

    private void Begin(string name)
    {
        var points = StartingPoints.Of(Kind);
        var from = Reason is { Length: > 0 } reason && Kind == "policy" ? StartingPoints.OfReason(reason, Type ?? "") : points[Math.Clamp(From ?? 0, 0, points.Count - 1)];
        Open("", DocumentPages.IsSingle(Kind) ? from.Text : StartingPoints.Begin(from, Kind, Id, name));
    }

    private void Open(string text, string? begin = null)
    {
        _session = new EditorSession(Kind, Id, text, Clock, begin) { ReadOnly = LifeSteps.WhyReadOnly(_detail?.Document, _me) is not null };
        _context = new EditorContext(_session, Set.Words, ShowText);
        _session.Changed += OnChanged;
        _checking?.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Close()
    {
        if (_session is { } session)
        {
            session.Changed -= OnChanged;
            _session = null;
        }
    }

    private void OnChanged()
    {
        _checking?.Change(CheckAfter, Timeout.InfiniteTimeSpan);
        InvokeAsync(StateHasChanged);
    }

    private async Task CheckAsync()
    {
        if (_session is not { } session || session.Checked.Text == session.Text)
        {
            return;
        }

        var tree = session.Tree;
        try
        {
            var done = Set.IsWhole || !tree.IsReadable
                ? DocumentCheck.Run(Set.Others(Kind, Id), Kind, Id, tree)
                : await CheckThereAsync(tree);
            session.Checked = Kind == "template" ? done with { Warnings = [.. done.Warnings, .. ImageChecks.Of(tree, Images.Images)] } : done;
        }
        catch (ApiException)
        {
            // Saving checks again; the top line says that the gateway is away.
        }

        StateHasChanged();
    }

    private async Task<CheckedText> CheckThereAsync(DocumentTree tree)
    {
        var file = _detail?.Document.File ?? $"{Kind}-{Id}.yaml";
        var check = await Api.CheckAsync(Kind, Id, tree.Text);
        return new CheckedText(tree.Text, [.. check.Problems.Select(p => DocumentCheck.Of(new(p.File == file ? DocumentCheck.File : p.File, p.Line, p.Column, p.Message), tree))]);
    }

    private void ShowText(int line)
    {
        _line = (line, _line.Asked + 1);
        if (Shown == "form")
        {
            Go(view: "text");
        }
        else
        {
            StateHasChanged();
        }
    }

    private string Address(string? view = null, string? pane = null) =>
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { ["view"] = view ?? View, ["pane"] = pane, ["version"] = null });

    private void Go(string? view = null) => Navigation.NavigateTo(Address(view, Asked), replace: true);

    private void Go(string? pane, bool _ = false) => Navigation.NavigateTo(Address(null, pane), replace: true);

    private async void OnKey(string key)
    {
        if (_session is not { } session)
        {
            return;
        }

        switch (key)
        {
            case "save":
                session.Flush();
                if (LifeSteps.Of(_detail?.Document, _me, session.Dirty, 0).First(s => s.Name == "save").WhyNot is null)
                {
                    await TakeStepAsync("save", null);
                }

                break;
            case "undo":
                session.Undo();
                break;
            case "redo":
                session.Redo();
                break;
        }
    }
}
