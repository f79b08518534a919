using System.Collections.Immutable;
using CxOrchestrator.Definitions.Templates;
using CxOrchestrator.Rules.Conditions;
using Fluid;
using Fluid.Values;

namespace CxOrchestrator.Definitions.Providers;

/// <summary>A Liquid text of a provider document. Safe from many threads.</summary>
public sealed class ProviderText
{
    private readonly IFluidTemplate _template;
    private readonly IFluidTemplate? _beginning;
    private readonly IFluidTemplate _parts;

    private ProviderText(IFluidTemplate template, IFluidTemplate? beginning, IFluidTemplate parts, ImmutableArray<string> names, bool beginsWithMessage)
    {
        _template = template;
        _beginning = beginning;
        _parts = parts;
        Names = names;
        BeginsWithMessage = beginsWithMessage;
    }

    /// <summary>Names it is filled with, with dots: <c>message.to</c>.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>As an address it would begin with something of the message: then anybody could say where it leads.</summary>
    public bool BeginsWithMessage { get; }

    /// <summary>The text, or null with what is wrong, each with the character it is about.</summary>
    public static ProviderText? Parse(string text, out ImmutableArray<(int At, string Message)> errors)
    {
        if (LiquidParsing.Parse(text, out var unread) is not { } template)
        {
            errors = [(0, unread)];
            return null;
        }

        var check = new ProviderTextCheck();
        check.VisitTemplate(template);
        if (check.TooDeep)
        {
            errors = [(0, LiquidParsing.TooDeep)];
            return null;
        }

        errors = [.. check.Errors.Select(e => (Math.Max(0, text.IndexOf(e.Near, StringComparison.Ordinal)), e.Message))];
        if (!errors.IsEmpty)
        {
            return null;
        }

        // A setting or secret at the very beginning is the address itself, or its first part.
        var end = text.StartsWith("{{", StringComparison.Ordinal) ? text.IndexOf("}}", StringComparison.Ordinal) + 2 : 0;
        var beginning = end > 1 ? LiquidParsing.Parse(text[..end], out _) : null;
        var rest = beginning is null ? template : LiquidParsing.Parse(text[end..], out _) ?? template;
        return new ProviderText(
            template,
            beginning,
            new UrlParts().VisitTemplate(rest),
            [.. check.Names.Distinct(StringComparer.Ordinal)],
            beginning is null ? text.TrimStart().StartsWith('{') : !text[2..end].TrimStart('-', ' ').StartsWith("se", StringComparison.Ordinal));
    }

    /// <summary>Filled in as it is; throws <see cref="TemplateFailedException"/> where it cannot be.</summary>
    public string Fill(ProviderValues values) => Render(_template, Context(values));

    /// <summary>
    /// As an address: what is filled in is escaped, save a setting or secret that it begins with. Throws <see cref="TemplateFailedException"/>
    /// where it makes no web address, or one that leads out of its path.
    /// </summary>
    public Uri FillUrl(ProviderValues values)
    {
        var context = Context(values);
        var text = (_beginning is null ? "" : Render(_beginning, context).Trim()) + Render(_parts, context);
        if (text.Contains("/../", StringComparison.Ordinal) || text.EndsWith("/..", StringComparison.Ordinal))
        {
            throw new TemplateFailedException("the address leads out of its path");
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.Host.Length > 0
            ? url.UserInfo.Length == 0 ? url : throw new TemplateFailedException("the address holds a user name or password; enter them in their own fields")
            : throw new TemplateFailedException("the address is no web address; it begins with https://");
    }

    private static string Render(IFluidTemplate template, TemplateContext context)
    {
        using var writer = new BoundedWriter(ProviderLiquid.LengthMax);
        try
        {
            var filled = template.RenderAsync(writer, NullEncoder.Default, context);

            // Nothing here waits for anything: what is not done has failed.
            if (!filled.IsCompleted)
            {
                throw new TemplateFailedException("a text did not finish");
            }

            filled.GetAwaiter().GetResult();
            return writer.ToString();
        }
        catch (TemplateFailedException)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a text fails on concerns this message alone; what it held may be a secret and is not repeated.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            throw new TemplateFailedException($"a text of the provider document cannot be filled in ({exception.GetType().Name})");
        }
    }

    private static TemplateContext Context(ProviderValues values)
    {
        var context = new TemplateContext(ProviderLiquid.Options, StringComparer.Ordinal);
        var message = values.Message.ToDictionary(m => m.Key, m => (FluidValue)new StringValue(m.Value), StringComparer.Ordinal);
        var named = new Dictionary<string, FluidValue>(StringComparer.Ordinal);
        foreach (var (name, value) in values.Values)
        {
            named.TryAdd(name, new StringValue(value));
        }

        message["values"] = Tree(named);
        context.SetValue("message", Tree(message));
        context.SetValue("page", Tree(values.Page.ToDictionary(s => s.Key, s => (FluidValue)new StringValue(s.Value), StringComparer.Ordinal)));
        context.SetValue("values", Tree(values.OfEvent.ToDictionary(s => s.Key, s => (FluidValue)new StringValue(s.Value), StringComparer.Ordinal)));
        context.SetValue("settings", Tree(values.Settings.ToDictionary(s => s.Key, s => (FluidValue)new StringValue(s.Value), StringComparer.Ordinal)));
        context.SetValue("secrets", Tree(values.Secrets.ToDictionary(s => s.Key, s => (FluidValue)new StringValue(s.Value), StringComparer.Ordinal)));
        return context;
    }

    private static DictionaryValue Tree(Dictionary<string, FluidValue> members) => new(new FluidValueDictionaryFluidIndexable(members));
}
