using System.ComponentModel.DataAnnotations;
using CxOrchestrator.Definitions;

namespace CxOrchestrator.Silo.Hosting;

/// <summary>The name of a pack that comes with the product.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KnownPackAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null || (value is string pack && SamplePacks.Names.Contains(pack));

    public override string FormatErrorMessage(string name) => $"{name} must be one of {string.Join(", ", SamplePacks.Names)}.";
}
