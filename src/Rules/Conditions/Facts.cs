using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>What conditions and texts can read at one moment.</summary>
public sealed partial class Facts(CustomerState state, CompiledDefinitions definitions, DateTimeOffset at)
{
    private MoodValues? _mood;
    private double? _risk;

    public CustomerState State { get; } = state;

    public CompiledDefinitions Definitions { get; } = definitions;

    /// <summary>Effective time.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>The touchpoint at hand; null where none is.</summary>
    public Touchpoint? Touchpoint { get; init; }

    public double? Experience { get; init; }

    /// <summary>The instance that the trigger is about.</summary>
    public JourneyInstance? Instance { get; init; }

    /// <summary>The low point that the trigger is about, else the worst open one.</summary>
    public LowPoint? LowPoint { get; init; } = state.WorstLowPoint;

    private MoodValues Mood => _mood ??= Moods.At(State.Mood, Definitions.Set.Experience, At);

    public Scalar Read(FieldPath field) => field.Root switch
    {
        FieldRoot.Customer => Customer(field.Name),
        FieldRoot.Consent => State.Profile.ConsentTo(field.Name),
        FieldRoot.Touchpoint => field.Name == "experience" ? Number(Experience)
            : Touchpoint is { } touchpoint ? TouchpointFields.Read(touchpoint, field.Name) : Scalar.None,
        FieldRoot.Journey => Journey(field.Name),
        FieldRoot.Stage => Stage(field.Name),
        FieldRoot.Mood => Scalar.Of(Mood.Mood),
        FieldRoot.Pressure => Scalar.Of(Mood.Pressure),
        FieldRoot.Risk => Scalar.Of(RiskOnce),
        FieldRoot.LowPoint => OfLowPoint(field.Name),
        FieldRoot.HighPoint => OfHighPoint(field.Name),
        FieldRoot.Remembered => Number(State.Remembered),
        FieldRoot.Time => Time(field.Name),
        FieldRoot.Offer => field.Name == "code" ? Scalar.Of(OfferCodes.Place) : Scalar.None,
        FieldRoot.Preferences => Scalar.Of(MessageLinks.Preferences),
        FieldRoot.Unsubscribe => Scalar.Of(MessageLinks.Unsubscribe),
        _ => throw new System.Diagnostics.UnreachableException($"No field root {field.Root}."),
    };

    /// <summary>Matching touchpoints counted within the time before now, as far as the counter keeps them.</summary>
    public int Count(CountIs condition) => Count(condition.Counter, condition.Within);

    internal int Count(string counter, TimeSpan within)
    {
        var from = At - within;
        var count = 0;
        foreach (var moment in Find(counter)?.At ?? [])
        {
            count += moment > from ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// The number of moments in the fullest window of that length that a touchpoint of that own time is in, by own times: the same in whatever
    /// order they arrived, as far as the counter keeps them.
    /// </summary>
    internal int CountAround(string counter, TimeSpan within, DateTimeOffset ownAt)
    {
        var moments = Find(counter)?.At ?? [];
        if (moments.AsSpan().BinarySearch(ownAt) < 0)
        {
            return 0;
        }

        var (most, first) = (0, 0);
        for (var last = 0; last < moments.Length && moments[last] < ownAt + within; last++)
        {
            while (moments[first] <= moments[last] - within)
            {
                first++;
            }

            most = moments[last] >= ownAt ? Math.Max(most, last - first + 1) : most;
        }

        return most;
    }

    private Scalar Customer(string name)
    {
        var profile = State.Profile;
        return name switch
        {
            "id" => Scalar.Of(State.Customer.Value),
            "name" => Text(profile.Name),
            "language" => Text(profile.Language),
            "timeZone" => Text(profile.TimeZone),
            "segment" => Text(profile.Segment),
            "lifetimeValue" => Number(profile.LifetimeValue),
            "currency" => Text(profile.Currency),
            "touchpoints" => Scalar.Of(State.Touchpoints),
            "silentDays" => State.LastTouchpointAt is { } last ? Scalar.Of(Days(last)) : Scalar.None,
            _ => profile.Attributes[TouchpointFields.AttributeName(name)],
        };
    }

    private Scalar Journey(string name) => Instance is not { } instance ? Scalar.None : name switch
    {
        "id" => Scalar.Of(instance.Journey),
        "correlation" => Text(instance.Correlation),
        "stage" => Scalar.Of(instance.Stage),
        "days" => Scalar.Of(Days(instance.StartedAt)),
        _ => Scalar.None,
    };

    private Scalar Stage(string journey)
    {
        JourneyInstance? newest = null;
        foreach (var instance in State.Instances)
        {
            if (instance.IsOpen && string.Equals(instance.Journey, journey, StringComparison.Ordinal)
                && (newest is null || instance.StartedAt > newest.StartedAt))
            {
                newest = instance;
            }
        }

        return Text(newest?.Stage);
    }

    private Scalar OfLowPoint(string name) => name switch
    {
        "open" => Scalar.Of(State.WorstLowPoint is not null),
        "cause" => Text(LowPoint?.Causes[0].Text),
        "depth" => Number(LowPoint?.Depth),
        "days" => LowPoint is { } point ? Scalar.Of(Days(point.OpenedAt)) : Scalar.None,
        _ => Scalar.None,
    };

    private double Days(DateTimeOffset from) => Math.Round((At - from).TotalDays, 4);

    private static Scalar Text(string? text) => text is null ? Scalar.None : Scalar.Of(text);

    private static Scalar Number(double? number) => number is { } n ? Scalar.Of(n) : Scalar.None;
}
