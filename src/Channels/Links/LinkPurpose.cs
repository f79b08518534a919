namespace CxOrchestrator.Channels.Links;

/// <summary>What a token is for; it is refused for anything else. The numbers are part of every token that was sent.</summary>
public enum LinkPurpose : byte
{
    /// <summary>Leads to the target that is signed with it.</summary>
    Link = 1,

    /// <summary>Records that a message was opened.</summary>
    Open = 2,

    /// <summary>Unsubscribes.</summary>
    Unsubscribe = 3,

    /// <summary>Opens the preference centre.</summary>
    Preferences = 4,
}
