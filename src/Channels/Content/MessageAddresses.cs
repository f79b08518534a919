using System.Globalization;
using CxOrchestrator.Channels.Links;
using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Forms;
using CxOrchestrator.Rules.Policies;

namespace CxOrchestrator.Channels.Content;

/// <summary>The signed addresses of one message.</summary>
internal sealed class MessageAddresses
{
    /// <summary>Most links of a message that are tracked; those beyond stay as they are.</summary>
    public const int LinksMax = 500;

    private readonly MessageDraft _draft;
    private readonly LinkSettings _settings;
    private readonly LinkKeyRing _keys;
    private int _links;

    public MessageAddresses(MessageDraft draft, LinkSettings settings, LinkKeyRing keys)
    {
        (_draft, _settings, _keys) = (draft, settings, keys);
        var own = settings.Address is not null && keys.Newest is not null;
        Preferences = own ? Address("p", LinkPurpose.Preferences) : null;
        Unsubscribe = own ? Address("u", LinkPurpose.Unsubscribe) : null;
        IsTracked = own && !draft.Untracked && (draft.Category == PolicyCategory.Promotion ? settings.Track : settings.TrackService);
        Pixel = IsTracked && settings.PixelOpens ? Address("o", LinkPurpose.Open) + ".gif" : null;
    }

    public string? Preferences { get; }

    public string? Unsubscribe { get; }

    /// <summary>Links and opens of the message are tracked.</summary>
    public bool IsTracked { get; }

    /// <summary>Of the image that records an open; null: there is none.</summary>
    public string? Pixel { get; }

    /// <summary>A text asked for an address that could not be made.</summary>
    public bool Missing { get; private set; }

    /// <summary>A text with the customer's addresses in place of the markers; without them where there are none.</summary>
    public string PutIn(string text)
    {
        foreach (var (marker, address) in ((string, string?)[])[(MessageLinks.Preferences, Preferences), (MessageLinks.Unsubscribe, Unsubscribe)])
        {
            if (text.Contains(marker, StringComparison.Ordinal))
            {
                Missing |= address is null;
                text = text.Replace(marker, address ?? "", StringComparison.Ordinal);
            }
        }

        return FormMarker.Replace(text, Form);
    }

    public static bool HasMarker(string text) =>
        text.Contains(MessageLinks.Preferences, StringComparison.Ordinal) || text.Contains(MessageLinks.Unsubscribe, StringComparison.Ordinal)
        || text.Contains(FormMarker.Prefix, StringComparison.Ordinal);

    /// <summary>Where an uploaded image is loaded from; null: nothing is reached from outside.</summary>
    /// <param name="file">Of its reference.</param>
    public string? Image(string file) => _settings.Address is { } address ? $"{address.AbsoluteUri}i/{file}" : null;

    /// <summary>The tracked address that leads to this one; itself where it is not tracked.</summary>
    public string Track(string address)
    {
        if (!IsTracked || !LinkTarget.IsTracked(address) || address.StartsWith(_settings.Address!.AbsoluteUri, StringComparison.OrdinalIgnoreCase) || _links >= LinksMax)
        {
            return address;
        }

        var target = WithParameters(address);
        if (!LinkTarget.IsTracked(target))
        {
            return address;
        }

        _links++;
        return $"{Address("l", LinkPurpose.Link, target)}?to={Uri.EscapeDataString(target)}";
    }

    // The same for each link to the form in a message, whatever score it begins with: all of them are one answer. Without an address there is no link.
    private string Form(FormMarker marker)
    {
        if (_settings.Address is null || _keys.Newest is null)
        {
            return "";
        }

        var attributes = FormSigner.Fits(marker.Attributes) ? marker.Attributes : [];
        var token = new FormToken
        {
            Form = marker.Form,
            Customer = _draft.Customer,
            Attributes = attributes,
            IssuedAt = _draft.DecidedAt,
            Answer = FormSigner.AnswerOf(_draft.Action, marker.Form, attributes),
            IsTest = _draft.Test,
        };
        return $"{_settings.Address.AbsoluteUri}f/{FormSigner.Sign(token, _keys)}{(marker.Score is { } score ? string.Create(CultureInfo.InvariantCulture, $"?{FormDefinition.ScoreParameter}={score}") : "")}";
    }

    private string Address(string path, LinkPurpose purpose, string? target = null)
    {
        var token = new LinkToken
        {
            Purpose = purpose,
            Action = _draft.Action,
            Customer = _draft.Customer,
            Channel = _draft.Channel,
            Promotion = _draft.Category == PolicyCategory.Promotion,
        };
        return $"{_settings.Address!.AbsoluteUri}{path}/{LinkSigner.Sign(token, _keys, target)}";
    }

    // Behind the query that is there, before the part of the page; what the author wrote stays as it is.
    private string WithParameters(string address)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var (page, part) = hash < 0 ? (address, "") : (address[..hash], address[hash..]);
        foreach (var (name, value) in ((string, string)[])[
            ("utm_source", _settings.UtmSource), ("utm_medium", _settings.UtmMedium), ("utm_campaign", _settings.UtmCampaign), ("utm_content", _settings.UtmContent)])
        {
            var filled = value
                .Replace("{policy}", _draft.Policy, StringComparison.Ordinal)
                .Replace("{variant}", _draft.Variant ?? "", StringComparison.Ordinal)
                .Replace("{channel}", _draft.Channel, StringComparison.Ordinal);
            if (filled.Length > 0 && !page.Contains($"?{name}=", StringComparison.OrdinalIgnoreCase) && !page.Contains($"&{name}=", StringComparison.OrdinalIgnoreCase))
            {
                var sign = !page.Contains('?', StringComparison.Ordinal) ? "?" : page[^1] is '?' or '&' ? "" : "&";
                page = $"{page}{sign}{name}={Uri.EscapeDataString(filled)}";
            }
        }

        return page + part;
    }
}
