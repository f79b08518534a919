namespace CxOrchestrator.Silo.Storage.Sqlite;

/// <summary>Texts as they are searched: SQLite itself folds the case of ASCII only, and names have other letters.</summary>
internal static class SearchText
{
    public static string Fold(string text) => text.ToUpperInvariant();
}
