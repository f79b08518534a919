namespace CxOrchestrator.Gateway.Access.Masking;

/// <summary>Writes what endpoints answer without what is hidden from who asks.</summary>
internal sealed class SensitiveAnswers(Sight sight) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var hidden = sight.Of(context.HttpContext.User);
        return hidden != Hidden.None && result is IValueHttpResult { Value: { } value } && result is IContentTypeHttpResult
            ? Results.Json(value, SensitiveJson.Options(hidden).GetTypeInfo(value.GetType()), statusCode: (result as IStatusCodeHttpResult)?.StatusCode)
            : result;
    }
}
