using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using CxOrchestrator.Api.Live;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace CxOrchestrator.Gateway.Live.Protocols;

/// <summary>
/// A protocol whose answer to arguments that cannot be read says what the method takes. The framework's own says that there was an error on the
/// server, which leaves a client's author with nothing to look for.
/// </summary>
internal sealed class ExplainingProtocol(IHubProtocol inner) : IHubProtocol
{
    private static readonly FrozenDictionary<string, string[]> Parameters = typeof(ILiveHub).GetMethods()
        .ToFrozenDictionary(m => m.Name, m => m.GetParameters().Select(p => p.Name!).ToArray(), StringComparer.OrdinalIgnoreCase);

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!inner.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationBindingFailureMessage failure && Reason(failure) is { } reason)
        {
            message = new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, ExceptionDispatchInfo.Capture(new HubException(reason)));
        }

        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    private static string? Reason(InvocationBindingFailureMessage failure)
    {
        if (!Parameters.TryGetValue(failure.Target, out var names))
        {
            return $"There is no such method. The hub has {string.Join(", ", Parameters.Keys.Order(StringComparer.Ordinal))}.";
        }

        var takes = names.Length == 0 ? "no arguments" : $"one argument, {string.Join(", ", names)}";
        // Arguments that could not be read have a cause; a wrong number of them has none.
        return failure.BindingFailure.SourceException.InnerException is { } cause
            ? $"{string.Join(", ", names)}: It cannot be read: {Innermost(cause)}"
            : $"{failure.Target} takes {takes}.";
    }

    private static string Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception.Message;
}
