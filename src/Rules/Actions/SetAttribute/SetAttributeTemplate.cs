using CxOrchestrator.Rules.Actions;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Rules.Policies;

/// <summary>Note something about the customer: an attribute that conditions and texts can read.</summary>
public sealed record SetAttributeTemplate : ChangeTemplate
{
    public required string Name { get; init; }

    /// <summary>A text may hold fields in braces.</summary>
    public required Scalar Value { get; init; }

    public override string Word => "setAttribute";

    internal override ActionKind? Kind => ActionKind.SetAttribute;

    internal override IEnumerable<string> Texts => [Value.Text ?? ""];

    internal override void Fill(ActionContents contents)
    {
        contents.Add(ActionContent.Name, Name);
        if (Value.Kind == ScalarKind.Text)
        {
            contents.AddFilled(ActionContent.Value, Value.Text);
        }
        else
        {
            contents.Add(ActionContent.Value, Value.ToString());
        }

        contents.Add(ActionContent.ValueKind, Value.Kind.ToString().ToLowerInvariant());
    }
}
