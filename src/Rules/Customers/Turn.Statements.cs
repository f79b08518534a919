using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Customers;

/// <summary>What touchpoints state of the customer and of how they can be reached.</summary>
internal sealed partial class Turn
{
    private void TakeStatements(Touchpoint touchpoint)
    {
        if (touchpoint.Type == Profiles.UpdateType)
        {
            UpdateProfile(touchpoint);
        }

        if (Suppressions.After(_fold.Suppressions, touchpoint) is { } suppressions)
        {
            Emit(new ChannelsSuppressed { At = At, Suppressions = suppressions });
        }

        if (ServiceWindow.IsOpenedBy(touchpoint))
        {
            Emit(new ServiceWindowOpened { At = At, OwnAt = touchpoint.At });
        }

        if (touchpoint.Type == FailedDeliveries.Type)
        {
            NoteFailedDelivery(touchpoint);
        }
    }

    private void UpdateProfile(Touchpoint touchpoint)
    {
        if (Profiles.Update(_fold.Profile, touchpoint, out var dropped) is { } profile)
        {
            Emit(new ProfileChanged { At = At, Profile = profile });
        }

        foreach (var name in dropped)
        {
            Emit(new ValueUnread { At = At, Field = name, Why = TooManyAttributes });
        }
    }
}
