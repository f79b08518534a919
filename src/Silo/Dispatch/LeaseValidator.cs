using System.Globalization;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Silo.Dispatch;

/// <summary>A lease that ends while a send is still allowed to last would have it sent twice at the same moment.</summary>
internal sealed class LeaseValidator(IOptions<WebhookOptions> webhooks) : IValidateOptions<DispatchOptions>
{
    public ValidateOptionsResult Validate(string? name, DispatchOptions options) => options.Lease > webhooks.Value.Timeout
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(string.Create(
            CultureInfo.InvariantCulture,
            $"{DispatchOptions.Section}:{nameof(options.Lease)} ({options.Lease}) must be longer than {WebhookOptions.Section}:{nameof(WebhookOptions.Timeout)} ({webhooks.Value.Timeout})."));
}
