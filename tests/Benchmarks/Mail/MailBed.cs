using System.Globalization;
using CxOrchestrator.Definitions;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Silo.Hosting;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Log;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CxOrchestrator.Benchmarks.Mail;

/// <summary>A whole embedded silo, with a connection to a mail server that takes everything.</summary>
internal sealed class MailBed : IAsyncDisposable, IDefinitions
{
    private const int BatchMax = 500;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("cx-bench-").FullName;
    private readonly IHost _host;
    private GatedOutbox? _outbox;
    private int _customers;

    private MailBed()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Embedded:DataFolder", _folder), new("Links:PublicAddress", "https://news.example.com"), new("Links:Name", "Shop")]);
        builder.AddEmbeddedSilo();
        builder.Services.AddSingleton<IDefinitions>(this);
        builder.Services.Decorate<IOutbox>((outbox, _) => _outbox = new GatedOutbox(outbox));
        _host = builder.Build();
    }

    public SmtpSink Sink { get; } = new();

    public GatedOutbox Outbox => _outbox!;

    public CompiledDefinitions Current { get; private set; } = CompiledDefinitions.Empty;

    public static async Task<MailBed> StartAsync()
    {
        var bed = new MailBed();
        bed.Publish();
        await bed._host.StartAsync();
        return bed;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Publishes the documents, with this rate for the connection.</summary>
    public void Publish(int? perSecond = null)
    {
        var read = DefinitionReader.Read(
        [
            new("connection.yaml", $$"""
                kind: connection
                id: mail
                name: Mail
                channel: email
                provider: smtp
                {{(perSecond is { } rate ? $"ratePerSecond: {rate}" : "")}}
                settings: {host: localhost, port: {{Sink.Port}}, security: none, from: "Shop <shop@example.com>"}
                """),
            new("policies.yaml", """
                kind: template
                id: news
                name: News
                format: html
                fallback: en
                languages:
                  en:
                    subject: 'News for {{ customer.name | default: "you" }}'
                    text: |
                      <h1>Hello {{ customer.name | default: "there" }},</h1>
                      <p>your order is on its way. <a href="https://shop.example/orders/4711">See where it is</a>.</p>
                      <table><tr><td>Running shoes</td><td>89.90 EUR</td></tr><tr><td>Socks</td><td>9.90 EUR</td></tr></table>
                      <p>You may also like <a href="https://shop.example/laces?from=mail">laces</a> and <a href="https://shop.example/wax">wax</a>.</p>
                      <p><a href="{{ preferences }}">Preferences</a> <a href="{{ unsubscribe }}">Unsubscribe</a></p>
                ---
                kind: policy
                id: parcel
                name: Parcel
                category: service
                on: {touchpoint: parcel.sent}
                do:
                  - message: {channel: email, template: news}
                ---
                kind: policy
                id: offer
                name: Offer
                category: promotion
                on: {touchpoint: cart.left}
                do:
                  - message: {channel: email, template: news}
                """),
        ]);
        Current = read.Errors.IsEmpty
            ? new CompiledDefinitions(read.Set! with { Version = Current.Set.Version + 1 })
            : throw new InvalidOperationException(string.Join("; ", read.Errors));
    }

    /// <summary>Decides and admits one message for each of this many new customers. None is sent yet.</summary>
    public async Task AdmitAsync(int count, string type)
    {
        Outbox.Close();
        var log = Get<ITouchpointLog>();
        var now = TimeProvider.System.GetUtcNow();
        var before = (await StatusAsync()).ActionsSending;
        foreach (var batch in Enumerable.Range(_customers, count).Chunk(BatchMax))
        {
            await log.AppendAsync([.. batch.SelectMany(number => Touchpoints(number, type, now)).Select(Item)], CancellationToken.None);
        }

        _customers += count;
        await UntilAsync(async () => (await StatusAsync()).ActionsSending == before + count, $"{count} messages to be admitted");
    }

    /// <summary>Sends messages until this many have left.</summary>
    public async Task SendAsync(int count)
    {
        Outbox.Open();
        await UntilAsync(() => Task.FromResult(Outbox.Delivered.Count >= count), $"{count} messages to be sent");
    }

    public async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !await holds();)
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Within)
            {
                throw new TimeoutException($"Waited {Within} for {what}; {Outbox.Delivered.Count} sent, {string.Join("; ", Outbox.Errors.Distinct().Take(3))}");
            }

            await Task.Delay(LookEvery, TimeProvider.System);
        }
    }

    public Task<StoreStatus> StatusAsync() => Get<IReadModel>().StatusAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        Sink.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static IEnumerable<Touchpoint> Touchpoints(int number, string type, DateTimeOffset at)
    {
        var customer = new CustomerId(string.Create(CultureInfo.InvariantCulture, $"c-{number}"));
        yield return new Touchpoint
        {
            Identity = new("bench", $"{customer}:updated"),
            Type = "customer.updated",
            Customer = customer,
            At = at,
            Attributes = AttributeSet.Of(
                new NamedValue("name", Scalar.Of("Ann Lee")), new NamedValue("email", Scalar.Of($"{customer}@example.com")), new NamedValue("consent.email", Scalar.Of(true))),
        };
        yield return new Touchpoint { Identity = new("bench", $"{customer}:{type}"), Type = type, Customer = customer, At = at };
    }

    private static LogItem Item(Touchpoint touchpoint) => new() { Customer = touchpoint.Customer, Source = touchpoint.Identity.Source, Body = TouchpointJson.Write(touchpoint) };
}
