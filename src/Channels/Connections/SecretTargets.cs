using System.Text.RegularExpressions;
using CxOrchestrator.Channels.Mail.Returns;
using CxOrchestrator.Channels.Providers;
using CxOrchestrator.Rules.Connections;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Connections;

/// <summary>
/// What a secret is entered for: the provider, and every host that it may be sent to. A document that names others does not get the secret that was
/// entered before, so nobody who may write documents can have a secret sent to a place of their own.
/// </summary>
public static partial class SecretTargets
{
    /// <summary>As it is stored and shown: the provider, then the hosts.</summary>
    /// <param name="connection">Whose secret it is.</param>
    /// <param name="definitions">Which have its provider.</param>
    /// <param name="secret">Its name; null: any.</param>
    public static string Of(ConnectionDefinition connection, CompiledDefinitions definitions, string? secret)
    {
        var mailbox = connection["imapHost"] is { } imap ? $"{imap}:{connection["imapPort"]}" : "";
        IEnumerable<string> places = ProviderCatalog.Find(definitions, connection.Provider) is { } provider
            ? Addresses(provider).Select(a => Authority(Filled(a, connection, provider)))
            : secret == ImapSettings.PasswordSecret ? [mailbox]

            // A token that is fetched with it signs in at the mailbox as well.
            : [.. mailbox.Length > 0 && secret is null or "clientSecret" or "refreshToken" ? [mailbox] : (string[])[], .. connection["host"] is { } host ? [$"{host}:{connection["port"]}"] : (string[])[], .. connection["tokenAddress"] is { } token ? [Authority(token)] : (string[])[]];
        return string.Join(' ', [connection.Provider, .. places.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>The place that a template of an address leads to: host and port, with the template's own signs where they are not known.</summary>
    /// <param name="template">Of an address.</param>
    /// <param name="setting">The value of a setting; null: there is none.</param>
    public static string Place(string template, Func<string, string?> setting) => Authority(Setting().Replace(template, m => setting(m.Groups[1].Value) ?? m.Value));

    /// <summary>Names of settings and secrets that a template uses.</summary>
    public static IReadOnlyCollection<string> NamesIn(string template) => [.. Named().Matches(template).Select(m => m.Groups[1].Value)];

    private static IEnumerable<string> Addresses(ProviderDefinition provider)
    {
        yield return provider.Send.Url;
        if (provider.Lookup is { } lookup)
        {
            yield return lookup.Request.Url;
        }

        if (provider.Test is { } test)
        {
            yield return test.Request.Url;
        }

        if (provider.Send.Auth is OAuthAuth oauth)
        {
            yield return oauth.Url;
        }
    }

    private static string Filled(string template, ConnectionDefinition connection, ProviderDefinition provider) => Setting().Replace(
        template,
        match => connection[match.Groups[1].Value] ?? provider.Settings.FirstOrDefault(s => s.Name == match.Groups[1].Value)?.Default ?? match.Value);

    // The template's own signs stay in it: it names the same place only where it says the same.
    private static string Authority(string address)
    {
        var from = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var to = address.AsSpan(from).IndexOfAny('/', '?', '#');
        return to < 0 ? address[from..] : address.Substring(from, to);
    }

    [GeneratedRegex(@"\{\{-?\s*settings\.([A-Za-z0-9_]+)\s*-?\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Setting();

    [GeneratedRegex(@"\b(?:settings|secrets)\.([A-Za-z0-9_]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
