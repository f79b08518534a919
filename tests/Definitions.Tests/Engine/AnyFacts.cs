using CsCheck;
using CxOrchestrator.Rules.Conditions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Experience;
using CxOrchestrator.Rules.Journeys;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Testing;

namespace CxOrchestrator.Definitions.Tests.Engine;

/// <summary>Random facts in which every field is something now and then, and nothing now and then; of few values, so that comparisons often hold.</summary>
internal static class AnyFacts
{
    private static readonly CompiledDefinitions Definitions = CompiledDefinitions.Empty;

    private static readonly Gen<string?> AnyText = OneOf<string?>(null, "a", "b", "ab", "2026-03-05");

    private static readonly Gen<double?> AnyNumber = OneOf<double?>(null, -0.5, 0, 1, 2, 0.1 + 0.2);

    private static readonly Gen<AttributeSet> AnyAttributes = Gen.Select(AnyText, AnyNumber).Select((text, number) => AttributeSet.Of(
        new NamedValue("x", text is null ? Scalar.Of(true) : Scalar.Of(text)), new NamedValue("y", number is { } n ? Scalar.Of(n) : Scalar.Of([Scalar.Of("a"), Scalar.Of(1)]))));

    private static readonly Gen<Profile> AnyProfile =
        Gen.Select(AnyText, AnyText, OneOf<string?>(null, "Europe/Berlin", "Asia/Tokyo", "nowhere"), AnyText, AnyNumber, AnyText, AnyAttributes)
        .Select((name, language, timeZone, segment, worth, currency, attributes) => new Profile
        {
            Name = name,
            Language = language,
            TimeZone = timeZone,
            Segment = segment,
            LifetimeValue = worth,
            Currency = currency,
            Attributes = attributes,
        });

    private static readonly Gen<Touchpoint?> AnyTouchpoint =
        Gen.Select(AnyText, AnyText, AnyText, Gen.Int[-2, 10], AnyText, AnyNumber, AnyAttributes).Select((type, channel, currency, score, text, amount, attributes) =>
            type is null ? null : Make.Touchpoint(
                type,
                Make.Start,
                source: text ?? "shop",
                channel: channel,
                feedback: score < 0 ? null : new Feedback { Nps = score, Csat = score % 2 == 0 ? (score % 5) + 1 : null, Ces = score % 3 == 0 ? (score % 7) + 1 : null, Text = text, Lang = channel, Sentiment = score % 4 == 0 ? null : (score - 5) / 5.0, Reasons = score % 2 == 0 ? ["late", channel ?? "rude"] : [] },
                value: amount is { } a ? new Money { Amount = (decimal)a, Currency = currency ?? "EUR" } : null) with
            { Attributes = attributes });

    private static readonly Gen<JourneyInstance?> AnyInstance = Gen.Select(AnyText, AnyText, AnyText, Gen.Int[0, 4]).Select((journey, correlation, stage, days) =>
        journey is null ? null : new JourneyInstance
        {
            Journey = journey,
            Correlation = correlation,
            Stage = stage ?? "placed",
            Since = Make.Start,
            StartedAt = Make.Day(-days),
            TouchedAt = Make.Start,
        });

    private static readonly Gen<LowPoint?> AnyLowPoint = Gen.Select(AnyText, AnyNumber, Gen.Bool, Gen.Int[0, 4]).Select((cause, depth, open, days) =>
        cause is null ? null : new LowPoint
        {
            OpenedAt = Make.Day(-days),
            ClosedAt = open ? null : Make.Start,
            Causes = [Cause(cause)],
            Depth = depth ?? 0.25,
            Key = "k",
            FadesAt = Make.Day(30),
        });

    private static readonly Gen<HighPoint?> AnyHighPoint = Gen.Select(AnyText, AnyNumber, Gen.Bool, Gen.Int[0, 4]).Select((cause, height, open, days) =>
        cause is null ? null : new HighPoint
        {
            OpenedAt = Make.Day(-days),
            ClosedAt = open ? null : Make.Start,
            Cause = Cause(cause),
            Height = height ?? 0.25,
            Key = "k",
            FadesAt = Make.Day(30),
        });

    private static readonly Gen<CustomerState> AnyState =
        Gen.Select(AnyProfile, AnyLowPoint, AnyHighPoint, AnyNumber, AnyNumber, Gen.Int[0, 3]).Select((profile, low, high, felt, peak, touchpoints) => CustomerState.For(Make.Customer) with
        {
            Profile = profile,
            LowPoints = low is null ? [] : [low],
            HighPoints = high is null ? [] : [high],
            Mood = new MoodSums { MoodAt = Make.Start, ExperienceSum = felt ?? 0, Weight = Math.Abs(felt ?? 0), PressureAt = Make.Start, Pressure = Math.Max(0, -felt ?? 0) },
            Peak = peak is { } p ? new Moment { Experience = p, At = Make.Start } : null,
            Last = peak is null ? null : new Moment { Experience = 0.5, At = Make.Start },
            Touchpoints = touchpoints,
            LastTouchpointAt = touchpoints == 0 ? null : Make.Day(-touchpoints),
        });

    public static Gen<Facts> All { get; } =
        Gen.Select(AnyState, AnyTouchpoint, AnyInstance, AnyNumber, Gen.Int[0, 500]).Select((state, touchpoint, instance, experience, hours) =>
            new Facts(instance is null ? state : state with { Instances = [instance] }, Definitions, Make.Start.AddHours(hours))
            {
                Touchpoint = touchpoint,
                Instance = instance,
                Experience = experience,
            });

    private static Cause Cause(string text) => new() { Kind = CauseKind.Critical, Type = "t", Text = text, Weight = 1, At = Make.Start };

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
