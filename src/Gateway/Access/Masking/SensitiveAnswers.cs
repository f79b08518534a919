namespace CxOrchestrator.Gateway.Access.Masking;

/// <summary>Writes what endpoints answer without what is hidden from who asks.</summary>
internal sealed class SensitiveAnswers(Sight sight) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);

        // Nobody, and machines, are answered about what they sent only; answers to touchpoints are of another context.
        var hidden = Actor.Of(context.HttpContext.User) is null ? Hidden.None : sight.Of(context.HttpContext.User);
        return hidden != Hidden.None
            && result is IValueHttpResult { Value: { } value } and IContentTypeHttpResult
            && SensitiveJson.Options(hidden).TryGetTypeInfo(value.GetType(), out var type)
            ? Results.Json(value, type, statusCode: (result as IStatusCodeHttpResult)?.StatusCode)
            : result;
    }
}
