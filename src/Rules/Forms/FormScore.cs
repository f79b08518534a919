namespace CxOrchestrator.Rules.Forms;

/// <summary>The scale of a form's question.</summary>
public enum FormScore
{
    /// <summary>0 to 10: how likely a recommendation is.</summary>
    Nps,

    /// <summary>1 to 5: satisfaction.</summary>
    Csat,

    /// <summary>1 to 7, 7 easy: effort.</summary>
    Ces,
}
