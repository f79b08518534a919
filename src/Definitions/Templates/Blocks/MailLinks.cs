using System.Collections.Immutable;
using CxOrchestrator.Definitions.Reading;
using CxOrchestrator.Rules.Actions;

namespace CxOrchestrator.Definitions.Templates.Blocks;

/// <summary>What an address in a block may be.</summary>
internal static class MailLinks
{
    /// <summary>Longest address, in characters.</summary>
    public const int LengthMax = 2_000;

    private static readonly ImmutableArray<string> Pages = ["https://", "http://", "mailto:", "tel:"];
    private static readonly ImmutableArray<string> Pictures = ["https://", "http://"];

    /// <summary>What is wrong with it; null where nothing is.</summary>
    /// <param name="address">With its Liquid.</param>
    /// <param name="picture">It is loaded, not followed.</param>
    public static string? Problem(string address, bool picture)
    {
        var shown = Fields.Short(address);
        var written = LiquidPieces.First(address) is var first && first < 0 ? address : address[..first];
        var schemes = picture ? Pictures : Pages;
        if (HasSpace(address))
        {
            return $"'{shown}' holds a space; remove it, or write %20";
        }

        if (picture && MessageImages.IsMeant(written))
        {
            return first < 0 && MessageImages.FileOf(address) is not null ? null : NoReference(shown);
        }

        if (written.Length > 0 && !schemes.Any(s => written.StartsWith(s, StringComparison.OrdinalIgnoreCase)))
        {
            return picture
                ? $"'{shown}' is no address of an image; write it whole, beginning with https://, or upload the image and write its reference, like {MessageImages.Example}"
                : $"'{shown}' is no link; write it whole, beginning with https://, or with mailto: or tel:";
        }

        if (written.Length > 0 && first < 0 && schemes.Any(s => string.Equals(s, written, StringComparison.OrdinalIgnoreCase)))
        {
            return $"'{shown}' leads nowhere; write the whole address";
        }

        // What a value may put there, as in HTML that is written by hand.
        var places = HtmlPlaces.Of($"<a href=\"{LiquidPieces.Escape(address)}\">");
        return places.Unsafe is [var (_, message), ..] ? message : null;
    }

    /// <summary>What is said of a reference that is none.</summary>
    public static string NoReference(string shown) => $"'{shown}' is no reference to an uploaded image; copy it from the list of images, like {MessageImages.Example}";

    private static bool HasSpace(string address)
    {
        for (var at = 0; at < address.Length;)
        {
            if (LiquidPieces.StartsAt(address, at))
            {
                at = LiquidPieces.End(address, at);
            }
            else if (char.IsWhiteSpace(address[at++]))
            {
                return true;
            }
        }

        return false;
    }
}
