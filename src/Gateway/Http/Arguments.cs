using System.Globalization;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Api.Touchpoints;
using CxOrchestrator.Gateway.Merges;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Gateway.Http;

/// <summary>Reads a request's arguments and collects what is wrong with them, by name.</summary>
internal sealed class Arguments
{
    public const int LimitDefault = 50;
    public const int LimitMax = 500;

    private const int TextLengthMax = 500;

    private readonly List<FieldProblem> _problems = [];

    /// <summary>The answer where any argument is wrong; else null.</summary>
    public IResult? Problem => _problems.Count == 0 ? null : Problems.WrongArguments(_problems);

    public void Wrong(string name, string detail) => _problems.Add(new FieldProblem { Pointer = name, Detail = detail });

    public int Limit(string? text, int max = LimitMax, int otherwise = LimitDefault)
    {
        if (text is null)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= max)
        {
            return limit;
        }

        Wrong("limit", $"A whole number from 1 to {max} is needed.");
        return otherwise;
    }

    public long? Number(string name, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Wrong(name, "A whole number is needed.");
        return null;
    }

    public T? Choice<T>(string name, string? text)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Names<T>.TryParse(text, out var value))
        {
            return value;
        }

        Wrong(name, $"One of {Names<T>.All} is needed.");
        return null;
    }

    public bool? Flag(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        Wrong(name, "It is true or false.");
        return null;
    }

    /// <summary>A text that is asked for; null where it is empty.</summary>
    public string? Text(string name, string? text)
    {
        if (text?.Length > TextLengthMax)
        {
            Wrong(name, $"It has at most {TextLengthMax} characters.");
            return null;
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }

    public CustomerKey? Customer(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!string.IsNullOrWhiteSpace(text) && text.Length <= CustomerId.LengthMax && !text.Any(char.IsControl))
        {
            return CustomerKey.For(new(text));
        }

        Wrong(name, $"A customer's id has 1 to {CustomerId.LengthMax} characters, none of them control characters.");
        return null;
    }

    /// <summary>Runs a read whose cursor may be one that nobody gave out.</summary>
    public static async Task<IResult> PageAsync(Func<Task<IResult>> read)
    {
        try
        {
            return await read();
        }
        catch (ArgumentException e) when (e.ParamName == "cursor")
        {
            return Problems.WrongArguments([new FieldProblem { Pointer = "cursor", Detail = "Pass the next cursor of the page before, with the same other arguments." }]);
        }
    }

    /// <summary>The customer in the path: a slash in an id comes encoded, and routing leaves it so.</summary>
    public CustomerKey? PathCustomer(HttpContext context, string routed)
    {
        const int segment = 3;
        if (MergedCustomers.Of(context) is { } merged)
        {
            return merged;
        }

        if (!routed.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return Customer("customer", CustomerPath.Read(routed));
        }

        var raw = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()?.RawTarget;
        var parts = raw?.Split('?', 2)[0].Split('/');
        return Customer("customer", parts is { Length: > segment } ? Uri.UnescapeDataString(parts[segment]) : Uri.UnescapeDataString(routed));
    }
}
