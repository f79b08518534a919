using System.Text.Json;
using Microsoft.JSInterop;

namespace CxOrchestrator.Console;

/// <summary>
/// Words typed into sheets, by a key with slashes, until they are sent: closing the sheet with Esc or by a click beside it, going elsewhere and reloading
/// lose none. They stay in this tab of the browser, and never hold passwords or codes.
/// </summary>
internal sealed class KeptWords(IJSRuntime js)
{
    /// <summary>Longest text that survives a reload; a longer one is kept until then.</summary>
    public const int ReloadCharactersMax = 200_000;

    private Dictionary<string, string>? _words;

    /// <summary>What was typed there; null: nothing, or what was there before.</summary>
    public string? this[string key]
    {
        get => Words.GetValueOrDefault(key);
        set
        {
            if (string.IsNullOrEmpty(value))
            {
                Words.Remove(key);
            }
            else
            {
                Words[key] = value;
            }

            Store(key, value is { Length: > 0 and <= ReloadCharactersMax } ? value : null);
        }
    }

    private Dictionary<string, string> Words => _words ??= Read();

    /// <summary>Whether anything was typed under a key that begins so.</summary>
    public bool Any(string under) => Words.Keys.Any(k => k.StartsWith(under, StringComparison.Ordinal));

    /// <summary>Sent, or not wanted any more: all under keys that begin so.</summary>
    public void Forget(string under)
    {
        foreach (var key in Words.Keys.Where(k => k.StartsWith(under, StringComparison.Ordinal)).ToList())
        {
            this[key] = null;
        }
    }

    /// <summary>Who is signed in: what was typed under another account in this tab is forgotten.</summary>
    public void BelongTo(string account)
    {
        (js as IJSInProcessRuntime)?.InvokeVoid("cx.keptBy", account);
        _words = null;
    }

    private void Store(string key, string? value) => (js as IJSInProcessRuntime)?.InvokeVoid("cx.keep", key, value);

    private Dictionary<string, string> Read()
    {
        var json = (js as IJSInProcessRuntime)?.Invoke<string?>("cx.kept");
        try
        {
            return json is null ? [] : JsonSerializer.Deserialize(json, ConsoleJson.Default.DictionaryStringString) ?? [];
        }
        catch (JsonException)
        {
            // Somebody else's key: nothing of ours is lost.
            return [];
        }
    }
}
