using System.Collections.Frozen;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>The usual words of the two links that end a message, by language; English where a language is not there.</summary>
internal static class MailWords
{
    private static readonly (string Unsubscribe, string Preferences) English = ("Unsubscribe", "Manage preferences");

    private static readonly FrozenDictionary<string, (string Unsubscribe, string Preferences)> ByLanguage = new Dictionary<string, (string, string)>
    {
        ["en"] = English,
        ["cs"] = ("Odhlásit odběr", "Nastavení odběru"),
        ["da"] = ("Afmeld", "Administrer præferencer"),
        ["de"] = ("Abmelden", "Einstellungen ändern"),
        ["es"] = ("Darse de baja", "Gestionar preferencias"),
        ["fi"] = ("Peruuta tilaus", "Muuta asetuksia"),
        ["fr"] = ("Se désabonner", "Gérer mes préférences"),
        ["it"] = ("Annulla iscrizione", "Gestisci le preferenze"),
        ["nl"] = ("Afmelden", "Voorkeuren beheren"),
        ["no"] = ("Meld deg av", "Administrer innstillinger"),
        ["pl"] = ("Wypisz się", "Zarządzaj preferencjami"),
        ["pt"] = ("Cancelar subscrição", "Gerir preferências"),
        ["pt-br"] = ("Cancelar inscrição", "Gerenciar preferências"),
        ["sv"] = ("Avsluta prenumerationen", "Hantera inställningar"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static (string Unsubscribe, string Preferences) Of(string language) =>
        ByLanguage.TryGetValue(language, out var words) || ByLanguage.TryGetValue(language.Split('-')[0], out words) ? words : English;
}
