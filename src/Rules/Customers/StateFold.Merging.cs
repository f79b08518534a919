namespace CxOrchestrator.Rules.Customers;

internal sealed partial class StateFold
{
    // All but whose it is, and the count and the time of its inputs, which go on.
    private void Replace(CustomerState state)
    {
        (_touchpoints, _lastTouchpointAt, _wroteAt) = (state.Touchpoints, state.LastTouchpointAt, state.WroteAt);
        (Profile, Mood, Recent) = (state.Profile, state.Mood, state.Recent);
        (Instances, LowPoints, HighPoints) = (state.Instances, state.LowPoints, state.HighPoints);
        (_counters, _missedAt, _contactsAt) = (state.Counters, state.MissedAt, state.ContactsAt);
        (_peak, _last, _moodTrail) = (state.Peak, state.Last, state.MoodTrail);
        (RiskReviewAt, MetricReviewAt) = (state.RiskReviewAt, state.MetricReviewAt);
        (Waits, Lists, SetAsideTimers) = (state.Waits, state.Lists, state.SetAside);
        (_policyMarks, _groupMarks, _admitted) = (state.PolicyMarks, state.GroupMarks, state.Admitted);
        (_policySuppression, _suppressions) = (state.PolicySuppression, state.Suppressions);
        (_merged, _histories) = (state.Merged, state.Histories);
    }
}
