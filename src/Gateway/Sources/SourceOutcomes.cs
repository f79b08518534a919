using System.Collections.Immutable;
using CxOrchestrator.Api.Sources;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Sources.Mapping;

namespace CxOrchestrator.Gateway.Sources;

/// <summary>What touchpoints bring about for customers of whom nothing else is known.</summary>
internal static class SourceOutcomes
{
    /// <summary>Most that are listed.</summary>
    private const int Max = 100;

    private static readonly ImmutableArray<HistoryMarkKind> Shown =
    [
        HistoryMarkKind.InstanceStarted, HistoryMarkKind.StageEntered, HistoryMarkKind.GoalReached, HistoryMarkKind.InstanceEnded, HistoryMarkKind.ExpectationSet, HistoryMarkKind.ExpectationMet,
        HistoryMarkKind.LowPointOpened, HistoryMarkKind.ActionDecided, HistoryMarkKind.PolicyHeld,
    ];

    public static IReadOnlyList<SourceOutcomeView> Of(ImmutableArray<MappedEvent> events, CompiledDefinitions definitions)
    {
        var outcomes = new List<SourceOutcomeView>();
        foreach (var customer in events.SelectMany(e => e.Touchpoints).Select(t => t.Touchpoint).GroupBy(t => t.Customer))
        {
            var state = CustomerState.For(customer.Key);
            foreach (var touchpoint in customer.OrderBy(t => t.At))
            {
                var decision = Customer.Decide(state, new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent }, definitions);
                state = decision.Next;
                outcomes.AddRange(HistoryMarks.Of(decision.Events.AsSpan(), definitions).Where(m => Shown.Contains(m.Kind)).Select(m => Of(customer.Key.Value, m, definitions)));
            }
        }

        return [.. outcomes.Take(Max)];
    }

    private static SourceOutcomeView Of(string customer, HistoryMark mark, CompiledDefinitions definitions)
    {
        var journey = mark.Journey is { } id ? definitions.Journey(id) : null;
        return new SourceOutcomeView
        {
            Customer = customer,
            Kind = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(mark.Kind.ToString()),
            Journey = journey?.Name ?? mark.Journey,
            Text = mark.Kind switch
            {
                HistoryMarkKind.StageEntered => journey?.Stages.FirstOrDefault(s => s.Id == mark.Name)?.Name ?? mark.Name,
                HistoryMarkKind.ExpectationSet or HistoryMarkKind.ExpectationMet => journey?.Expectations.FirstOrDefault(e => e.Id == mark.Name)?.Name ?? mark.Name,
                _ => mark.Text ?? mark.Name,
            },
            DueAt = mark.DueAt,
        };
    }
}
