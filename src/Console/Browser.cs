using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CxOrchestrator.Console;

/// <summary>What only the browser can do: keys for the whole page, what it keeps, the colours it prefers.</summary>
internal sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private DotNetObjectReference<Browser>? _self;

    /// <summary>A key was pressed outside of any input: j, k, Enter, t, p, u, x, Escape, /, ?, Close for Escape in a dialog, palette for Ctrl/⌘ K; where a document is edited save, undo and redo, also inside of inputs.</summary>
    public event Action<string>? Key;

    /// <summary>The browser's own preference between light and dark changed.</summary>
    public event Action<bool>? DarkPreferred;

    public async Task<bool> StartAsync()
    {
        _self = DotNetObjectReference.Create(this);
        return await js.InvokeAsync<bool>("cx.start", _self);
    }

    public ValueTask<string?> GetAsync(string key) => js.InvokeAsync<string?>("cx.get", key);

    public ValueTask SetAsync(string key, string? value) => js.InvokeVoidAsync("cx.set", key, value);

    public ValueTask ThemeAsync(bool dark) => js.InvokeVoidAsync("cx.theme", dark);

    /// <summary>Gives the keyboard to the first of these that is there.</summary>
    public ValueTask FocusAsync(params string[] selectors) => js.InvokeVoidAsync("cx.focus", [.. selectors]);

    /// <summary>Goes to a line of a text area and selects it.</summary>
    public ValueTask LineAsync(string selector, int line) => js.InvokeVoidAsync("cx.line", selector, line);

    /// <summary>Where the cursor is in a field, in UTF-16 units; -1 where it was never in it. Given a place, it goes there, and the keyboard to the field.</summary>
    public ValueTask<int> CaretAsync(string id, int? to = null) => js.InvokeAsync<int>("cx.caret", id, to);

    /// <summary>Puts a text on the clipboard; false where the browser does not let it.</summary>
    public ValueTask<bool> CopyAsync(string text) => js.InvokeAsync<bool>("cx.copy", text);

    /// <summary>Copies the value of a field; where the browser does not allow that, selects it and gives false.</summary>
    public ValueTask<bool> CopyFieldAsync(string id) => js.InvokeAsync<bool>("cx.copyField", id);

    /// <summary>Shows a dialog above everything else, and remembers where the keyboard was.</summary>
    public ValueTask EnterAsync(ElementReference dialog, string selector) => js.InvokeVoidAsync("cx.enter", dialog, selector);

    /// <summary>Out of a dialog: back to there.</summary>
    public ValueTask LeaveAsync(ElementReference dialog) => js.InvokeVoidAsync("cx.leave", dialog);

    /// <summary>Shows the toasts above everything else, also above a sheet that opened meanwhile.</summary>
    public ValueTask ToastsAsync(ElementReference area) => js.InvokeVoidAsync("cx.toasts", area);

    /// <summary>Where the keyboard is in the toasts, it goes back to where it was.</summary>
    public ValueTask LeaveToastsAsync(ElementReference area) => js.InvokeVoidAsync("cx.leaveToasts", area);

    [JSInvokable]
    public void OnKey(string key) => Key?.Invoke(key);

    [JSInvokable]
    public void OnDark(bool dark) => DarkPreferred?.Invoke(dark);

    public ValueTask DisposeAsync()
    {
        _self?.Dispose();
        return ValueTask.CompletedTask;
    }
}
