using System.Collections.Immutable;
using CxOrchestrator.Rules.Identities;

namespace CxOrchestrator.Rules.Touchpoints;

/// <summary>What has been read of a touchpoint so far. One a thread, used again for the next.</summary>
internal sealed class TouchpointDraft
{
    private const string NobodyNamed = "The customer's id is needed, or identities to find the customer by, such as {\"email\": \"ann@shop.com\"}.";

    [ThreadStatic]
    private static TouchpointDraft? _rented;

    private readonly List<NamedValue> _attributes = [];
    private readonly List<AttributeOrigin> _origins = [];
    private readonly List<TouchpointError> _errors = [];
    private readonly List<string> _kept = [];
    private readonly List<string> _path = [];
    private readonly List<CustomerIdentity> _identities = [];

    private int _excess;

    public List<Scalar> Items { get; } = [];

    /// <summary>Depth of the object in the reader.</summary>
    public int Base { get; set; }

    public TouchpointForm Form { get; set; }

    /// <summary>It was stored here: it can say which model read its text.</summary>
    public bool Stored { get; set; }

    /// <summary>The HTTP header being read, where there is one; errors name it in place of a pointer.</summary>
    public string? Header { get; set; }

    public Field Seen { get; set; }

    /// <summary>Whether the touchpoint has to name its customer.</summary>
    public CustomerNaming Naming { get; set; }

    public string? Id { get; set; }

    public string? Type { get; set; }

    public string? Customer { get; set; }

    public DateTimeOffset? At { get; set; }

    public string? Source { get; set; }

    public string? Channel { get; set; }

    public Feedback? Feedback { get; set; }

    public Money? Value { get; set; }

    /// <summary>The thread's draft, emptied.</summary>
    public static TouchpointDraft Rent()
    {
        var draft = _rented ??= new TouchpointDraft();
        draft.Reset();
        return draft;
    }

    /// <summary>Goes into the member of that name; errors point there until <see cref="Leave"/>.</summary>
    public void Enter(string name) => _path.Add(name);

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Notes an error at the present place.</summary>
    public void Error(string detail) => ErrorAt(Place, detail);

    public T? Error<T>(string detail)
        where T : class
    {
        Error(detail);
        return null;
    }

    /// <summary>Notes that the text ends being JSON here.</summary>
    public void Fail(string detail)
    {
        Seen = (Field)(-1);
        if (_errors.Count == 0 || _errors[^1].Pointer != Place)
        {
            Error(detail);
        }
    }

    /// <summary>Notes that the unknown field of the present place stays as an attribute.</summary>
    public void KeptHere() => _kept.Add(Place);

    public void Add(string name, in Scalar value, AttributeOrigin origin)
    {
        if (_attributes.Count == AttributeSet.CountMax)
        {
            _excess++;
            return;
        }

        _attributes.Add(new(name, value));
        _origins.Add(origin);
    }

    public void Add(in CustomerIdentity identity) => _identities.Add(identity);

    public int IdentityCount => _identities.Count;

    /// <summary>The touchpoint, or all that is wrong with it.</summary>
    public TouchpointReading Finish()
    {
        Required();
        Distinct();
        if (Type == CustomerUpdates.Type)
        {
            CheckUpdate();
        }
        else if (Type is not null && ChannelUpdates.Is(Type))
        {
            CheckChannels(Type);
        }

        // Nothing of the draft may be held on to: the next reading writes over it.
        return new TouchpointReading
        {
            Id = Id,
            Touchpoint = _errors.Count > 0 ? null : Made(),
            Errors = _errors.Count > 0 ? [.. _errors] : [],
            KeptAsAttributes = _kept.Count > 0 ? [.. _kept] : [],
        };
    }

    private void CheckUpdate()
    {
        HashSet<string>? channels = null;
        for (var i = 0; i < _attributes.Count; i++)
        {
            var (name, value) = (_attributes[i].Name, _attributes[i].Value);
            if (CustomerUpdates.Problem(name, value) is { } problem)
            {
                ErrorAt(Pointer(i), problem);
            }
            else if (ConsentReading.IsConsent(name) && ConsentReading.TryRead(name, value, out var channel, out _) is null
                && !(channels ??= new(StringComparer.Ordinal)).Add(channel))
            {
                ErrorAt(Pointer(i), $"The answer for {channel} is here twice, in different spellings. Send it once.");
            }
        }
    }

    private void CheckChannels(string type)
    {
        var errors = _errors.Count;
        for (var i = 0; i < _attributes.Count; i++)
        {
            if (ChannelUpdates.Problem(_attributes[i].Name, _attributes[i].Value) is { } problem)
            {
                ErrorAt(Pointer(i), problem);
            }
        }

        if (_errors.Count == errors && ChannelUpdates.Missing(type, AttributeSet.Of(_attributes.ToList()), Channel) is { } missing)
        {
            ErrorAt(Form == TouchpointForm.CloudEventInHeaders ? CloudEvents.HeaderPrefix + "channel" : Data + "/attributes/channel", missing);
        }
    }

    private Touchpoint Made() => new()
    {
        Identity = new(Source ?? Touchpoint.DefaultSource, Id!),
        Type = Type!,
        Customer = Customer is { } customer ? new(customer) : default,
        At = At!.Value,
        Channel = Channel,
        Attributes = AttributeSet.Of(_attributes),
        Feedback = Feedback,
        Value = Value,
        Identities = _identities.Count == 0 ? IdentitySet.Empty : IdentitySet.Of(_identities),
    };

    private string Place => Header ?? Pointers.Of(_path);

    private void Required()
    {
        if (Naming == CustomerNaming.OrIdentities && _identities.Count > 0)
        {
            Seen |= Field.Customer;
        }

        const Field required = Field.Id | Field.Type | Field.Customer | Field.At;
        if ((Seen & required) == required && (Form == TouchpointForm.Native || (Seen & Field.Source) != 0))
        {
            return;
        }

        Missing(Field.Id, "id", "An id is needed: the source's own name of this touchpoint, the same when it is sent again.");
        if (Form != TouchpointForm.Native)
        {
            Missing(Field.Source, "source", "A source is needed: who sends this.");
        }

        Missing(Field.Type, "type", "A type is needed, such as order.placed.");
        Missing(Field.Customer, Form == TouchpointForm.Native ? "customer" : "subject", Naming == CustomerNaming.OrIdentities ? NobodyNamed : "The customer's id is needed.");
        Missing(Field.At, Form == TouchpointForm.Native ? "at" : "time", "The time is needed. " + Timestamps.Cure);
    }

    private void Missing(Field field, string name, string detail)
    {
        // What is no object at all has one error, not five.
        if ((Seen & field) == 0 && !(_errors.Count > 0 && _errors[0].Pointer.Length == 0))
        {
            ErrorAt(Form == TouchpointForm.CloudEventInHeaders ? CloudEvents.HeaderPrefix + name : $"/{name}", detail);
        }
    }

    private void Distinct()
    {
        if (_excess > 0)
        {
            ErrorAt(Data + "/attributes", $"At most {AttributeSet.CountMax} attributes are allowed; this has {_attributes.Count + _excess}.");
        }

        for (var i = _attributes.Count - 1; i > 0; i--)
        {
            for (var j = 0; j < i; j++)
            {
                if (!string.Equals(_attributes[i].Name, _attributes[j].Name, StringComparison.Ordinal))
                {
                    continue;
                }

                Settle(i, j);
                break;
            }
        }
    }

    // A declared attribute wins over an unknown field; two alike are an error.
    private void Settle(int later, int earlier)
    {
        var laterKept = (_origins[later] & AttributeOrigin.Kept) != 0;
        var earlierKept = (_origins[earlier] & AttributeOrigin.Kept) != 0;
        if (laterKept == earlierKept)
        {
            ErrorAt(Pointer(later), "This attribute appears twice. Send it once.");
            return;
        }

        var loser = laterKept ? later : earlier;
        _kept.Remove(Pointer(loser));
        if (loser != later)
        {
            _attributes[earlier] = _attributes[later];
            _origins[earlier] = _origins[later];
        }

        _attributes.RemoveAt(later);
        _origins.RemoveAt(later);
    }

    private string Pointer(int index)
    {
        var name = _attributes[index].Name;
        var origin = _origins[index];
        var path = Pointers.Of((origin & AttributeOrigin.Nested) != 0 ? name.Split('.') : [name]);
        if ((origin & AttributeOrigin.Outside) != 0)
        {
            return Form == TouchpointForm.CloudEventInHeaders ? CloudEvents.HeaderPrefix + name : path;
        }

        return Data + ((origin & AttributeOrigin.Kept) != 0 ? path : "/attributes" + path);
    }

    // Where the touchpoint's own fields stand.
    private string Data => Form == TouchpointForm.CloudEvent ? "/data" : "";

    private void ErrorAt(string pointer, string detail)
    {
        if (_errors.Count < TouchpointJson.ErrorsMax)
        {
            _errors.Add(new(pointer, detail));
        }
    }

    private void Reset()
    {
        _attributes.Clear();
        _origins.Clear();
        _errors.Clear();
        _kept.Clear();
        _path.Clear();
        _identities.Clear();
        _excess = 0;
        Base = 0;
        Form = TouchpointForm.Native;
        Naming = CustomerNaming.Needed;
        Stored = false;
        Header = null;
        Seen = 0;
        Id = Type = Customer = Source = Channel = null;
        At = null;
        Feedback = null;
        Value = null;
    }
}
