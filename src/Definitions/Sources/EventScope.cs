using CxOrchestrator.Definitions.Providers;
using Newtonsoft.Json.Linq;

namespace CxOrchestrator.Definitions.Sources;

/// <summary>
/// What the expressions of a source are asked about: a request, and in turn each of its events and items. For one thread; entering the next event
/// changes what earlier documents of this scope hold.
/// </summary>
public sealed class EventScope
{
    private readonly JObject _root;

    /// <param name="request">Of <see cref="QueryDocument.Request"/>; it belongs to this scope from here on.</param>
    /// <param name="settings">Of the connection.</param>
    public EventScope(QueryDocument request, IEnumerable<KeyValuePair<string, string>> settings)
    {
        _root = (JObject)request.Token;
        var named = new JObject();
        foreach (var (name, value) in settings)
        {
            named[name] = value;
        }

        _root["settings"] = named;
        Document = new QueryDocument(_root);
    }

    /// <summary>The body, or the form, however it was spaced: the same for a delivery that is sent again.</summary>
    public string Content => $"{_root["body"]?.ToString(Newtonsoft.Json.Formatting.None)}{_root["form"]?.ToString(Newtonsoft.Json.Formatting.None)}";

    /// <summary>With what was entered last.</summary>
    public QueryDocument Document { get; }

    /// <summary>The event that is asked about, and what it was enriched with.</summary>
    public void Event(QueryDocument item, QueryDocument? enriched)
    {
        _root["event"] = item.Token;
        _root["enriched"] = enriched?.Token ?? JValue.CreateNull();
    }

    /// <summary>The part of the event that is asked about.</summary>
    public void Item(QueryDocument item) => _root["item"] = item.Token;
}
