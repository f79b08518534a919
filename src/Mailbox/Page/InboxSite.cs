using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CxOrchestrator.Mailbox.Page;

/// <summary>A small web site of an inbox, on the loopback. It works without JavaScript; with it, the list says when mail has arrived.</summary>
public sealed class InboxSite : IAsyncDisposable
{
    private const int ListMax = Inbox.MessagesMax;
    private const int QueryLengthMax = 200;
    private const string HtmlType = "text/html; charset=utf-8";
    private const string TextType = "text/plain; charset=utf-8";

    // Only the page's own style and script; frames hold a message's HTML, which has a policy of its own.
    private const string PagePolicy = "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private readonly WebApplication _app;
    private readonly Inbox _inbox;

    private InboxSite(WebApplication app, Inbox inbox) => (_app, _inbox) = (app, inbox);

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="inbox">What it shows.</param>
    /// <param name="port">TCP port on the loopback; 0: a free one.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port cannot be had; the message says why and what to do.</exception>
    public static async Task<InboxSite> StartAsync(Inbox inbox, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        var site = new InboxSite(app, inbox);
        app.Use(GuardAsync);
        site.Map(app);
        try
        {
            await app.StartAsync(cancellationToken);
            return site;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The inbox page cannot listen on port {port}: something else does. Stop it, or choose another port."), exception);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => ShowAsync(context, null));
        routes.MapGet("/messages/{id:long}", context => FindAsync(context, message => ShowAsync(context, message)));
        routes.MapGet("/messages/{id:long}/html", context => FindAsync(context, message => FrameAsync(context, message)));
        routes.MapGet("/messages/{id:long}/source", context => FindAsync(context, message => SourceAsync(context, message)));
        routes.MapPost("/empty", context =>
        {
            _inbox.Clear();
            context.Response.Redirect("/");
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            return Task.CompletedTask;
        });
        routes.MapGet("/newest", context => WriteAsync(context, TextType, (_inbox.List(new InboxQuery { Limit = 1 }).Items.FirstOrDefault()?.Id ?? 0).ToString(CultureInfo.InvariantCulture)));
        routes.MapGet("/style.css", context => WriteAsync(context, "text/css; charset=utf-8", InboxAssets.Style));
        routes.MapGet("/inbox.js", context => WriteAsync(context, "text/javascript; charset=utf-8", InboxAssets.Script));
    }

    // A page elsewhere whose own name resolves to the loopback must not read mail, and none elsewhere may empty the inbox.
    private static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = PagePolicy;
        var host = context.Request.Host.Host;
        var local = host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        var origin = context.Request.Headers.Origin.ToString();
        var foreign = !HttpMethods.IsGet(context.Request.Method) && (site is "cross-site" or "same-site" || (origin.Length > 0 && origin != $"http://{context.Request.Host}"));
        if (local && !foreign)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return WriteAsync(context, TextType, "The inbox answers pages of its own address on this machine only.");
    }

    private Task ShowAsync(HttpContext context, InboxMessage? open)
    {
        var query = context.Request.Query["q"].ToString().Trim();
        query = query.Length <= QueryLengthMax ? query : query[..QueryLengthMax];
        var found = _inbox.List(new InboxQuery { Text = query.Length == 0 ? null : query, Limit = ListMax });
        return WriteAsync(context, HtmlType, InboxHtml.Page(new InboxPageState(found, _inbox.Count, _inbox.Dropped, query, open, context.Request.Query["view"].ToString())));
    }

    private Task FindAsync(HttpContext context, Func<InboxMessage, Task> found)
    {
        if (_inbox.Find(long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture)) is { } message)
        {
            return found(message);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteAsync(context, HtmlType, InboxHtml.Missing);
    }

    private static Task FrameAsync(HttpContext context, InboxMessage message)
    {
        // The same where the address is opened without the frame around it.
        context.Response.Headers.ContentSecurityPolicy = $"{MessageHtml.Policy}; frame-ancestors 'self'; sandbox {MessageHtml.Sandbox}";
        return WriteAsync(context, HtmlType, MessageHtml.Document(message.Html ?? ""));
    }

    private static Task SourceAsync(HttpContext context, InboxMessage message)
    {
        context.Response.ContentType = "message/rfc822";
        context.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"message-{message.Id}.eml\"");
        return context.Response.Body.WriteAsync(message.Source, context.RequestAborted).AsTask();
    }

    private static Task WriteAsync(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
    }
}
