using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CxOrchestrator.Gateway.Mailbox;

/// <summary>The mailbox for trials: e-mail sent to it is shown in the console and delivered nowhere.</summary>
public sealed class MailboxOptions
{
    public const string Section = "Mailbox";

    /// <summary>Port of this machine's loopback on which the gateway receives e-mail; 0: it has no mailbox. Without it there is none either, except in the demo, which takes a free port.</summary>
    [Range(0, 65_535)]
    public int? Port { get; set; }

    /// <summary>A free port is taken where none is given.</summary>
    internal bool OnFreePort { get; set; }
}

[OptionsValidator]
internal sealed partial class MailboxOptionsValidator : IValidateOptions<MailboxOptions>;
