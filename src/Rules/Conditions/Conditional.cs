using System.Diagnostics;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Conditions;

/// <summary>Whether conditions hold.</summary>
public static class Conditional
{
    public static bool Holds(Condition condition, Facts facts)
    {
        switch (condition)
        {
            case AllOf all:
                foreach (var item in all.Items)
                {
                    if (!Holds(item, facts))
                    {
                        return false;
                    }
                }

                return true;
            case AnyOf any:
                foreach (var item in any.Items)
                {
                    if (Holds(item, facts))
                    {
                        return true;
                    }
                }

                return false;
            case NoneOf none:
                foreach (var item in none.Items)
                {
                    if (Holds(item, facts))
                    {
                        return false;
                    }
                }

                return true;
            case FieldIs field:
                return Comparing.Holds(facts.Read(field.Field), field);
            case CountIs count:
                return facts.Count(count) >= count.AtLeast;
            case WindowIs window:
                var value = facts.Over(window);
                foreach (var comparison in window.Comparisons)
                {
                    if (!Comparing.Holds(value, comparison))
                    {
                        return false;
                    }
                }

                return true;
            case OnList list:
                return facts.State.Lists.Contains(list.Segment);
            case InSegment segment:
                return Segments.Has(segment.Segment, facts);
            default:
                throw new UnreachableException($"No evaluation of {condition.GetType().Name}.");
        }
    }
}
