using System.ComponentModel.DataAnnotations;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>Secrets as <see cref="WebhookKeys"/> reads them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WebhookSecretAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is string { Length: > 0 } secrets && WebhookKeys.Problem(secrets) is { } problem
            ? new ValidationResult($"{WebhookOptions.Section}:{validationContext.MemberName} {problem}")
            : ValidationResult.Success;
}
