using CxOrchestrator.Api.Definitions;

namespace CxOrchestrator.Console.Definitions;

/// <summary>A row of two texts side by side.</summary>
internal sealed record SideRow(DiffLine? Left, DiffLine? Right)
{
    public bool Same => Left?.Kind == "same";
}
