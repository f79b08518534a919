using System.ComponentModel.DataAnnotations;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Publishing;

/// <summary>The name of a pack that comes with the product.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KnownPackAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is string packs && SamplePacks.Named(packs) is { Length: > 0 } named && named.All(SamplePacks.Names.Contains));

    public override string FormatErrorMessage(string name) => $"{name} must be one of {string.Join(", ", SamplePacks.Names)}, or several of them separated by spaces.";
}
