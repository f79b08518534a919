using System.Globalization;
using CxOrchestrator.Api.InApp;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Gateway.InApp;

/// <summary>In-app messages and their keys as the API shows them.</summary>
internal static class InAppViews
{
    public static InAppMessageView Of(StoredInAppMessage stored) => new()
    {
        Id = stored.Message.Id,
        Title = stored.Message.Title,
        Text = stored.Message.Text,
        Link = stored.Message.Link,
        LinkText = stored.Message.LinkText,
        Image = stored.Message.Image,
        SentAt = stored.Message.SentAt,
        ExpiresAt = stored.Message.ExpiresAt,
        Read = stored.ReadAt is not null,
    };

    public static InAppKeyView Of(InAppKey key) => new() { Id = key.Id, Name = key.Name, CreatedBy = key.CreatedBy, CreatedAt = key.CreatedAt };

    public static string Cursor(long number) => number.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>0: none was given. Null: it is none of ours.</summary>
    public static long? Number(string? cursor) => string.IsNullOrEmpty(cursor) ? 0
        : long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number
        : null;
}
