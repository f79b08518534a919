using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Grains.Runtime.Customers;

/// <summary>
/// A customer folded again from stored inputs, each under the published definitions then: what came of it is what came of it at the time, and
/// what policies considered and did not do can be listed.
/// </summary>
/// <param name="customer">Whose history it is.</param>
/// <param name="codec">Reads what a merge made of the customer; null: a history with merges is folded up to the first of them.</param>
public sealed class Refolding(CustomerId customer, CustomerCodec? codec = null)
{
    private readonly Dictionary<string, DecidedAction> _actions = new(StringComparer.Ordinal);

    public CustomerState State { get; private set; } = CustomerState.For(customer);

    /// <summary>By their ids.</summary>
    public IReadOnlyDictionary<string, DecidedAction> Actions => _actions;

    /// <summary>Takes the next entry; false where it does not follow, or cannot be read any more. Then nothing changes.</summary>
    /// <param name="entry">With the sequence after the last.</param>
    /// <param name="definitions">Of the entry's version.</param>
    /// <param name="considered">Policies that were triggered and whose conditions did not hold are added; null: nobody wants to know.</param>
    public bool Take(HistoryEntry entry, CompiledDefinitions definitions, List<Consideration>? considered = null)
    {
        // Timers that were due together fired together.
        if (entry.Sequence <= State.Sequence)
        {
            return true;
        }

        if (entry.Sequence != State.Sequence + 1 || InputOf(entry) is not { } input)
        {
            return false;
        }

        var decision = Customer.Decide(State, input, definitions, considered);
        foreach (var action in decision.Actions)
        {
            _actions[action.Id] = action;
        }

        State = decision.Next;
        return true;
    }

    private CustomerInput? InputOf(HistoryEntry entry) => entry.Kind switch
    {
        HistoryKind.Touchpoint => TouchpointJson.ReadStored(entry.Input.Span).Touchpoint is { } touchpoint
            ? new RecordTouchpoint { Touchpoint = touchpoint, History = HistoryAnswer.Absent }
            : null,
        HistoryKind.Timer => TimerInputs.Read(entry),
        HistoryKind.Merge or HistoryKind.Unmerge => codec is null ? null : Merged(MergeInputs.Read(entry), codec),
        _ => AdmissionInputs.Read(entry.Input, id => _actions.GetValueOrDefault(id)),
    };

    private TakeMerged Merged(MergeInput input, CustomerCodec reader)
    {
        // What was decided for the other customer and waits is answered here from now on.
        foreach (var action in input.Actions)
        {
            _actions[action.Id] = action;
        }

        return new TakeMerged { Change = input.Change, Other = input.Other, State = reader.Decode(input.State) };
    }
}
