using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CxOrchestrator.Api;
using CxOrchestrator.Api.Customers;
using CxOrchestrator.Gateway.Actions;
using CxOrchestrator.Gateway.Cases;
using CxOrchestrator.Gateway.Codes;
using CxOrchestrator.Gateway.Customers;
using CxOrchestrator.Gateway.Hosting;
using CxOrchestrator.Gateway.Identities;
using CxOrchestrator.Gateway.InApp;
using CxOrchestrator.Gateway.Voice;
using CxOrchestrator.Grains.Contracts.Customers;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Grains.Runtime.Definitions;
using CxOrchestrator.Rules.Customers;
using CxOrchestrator.Rules.Guardrails;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Rules.Touchpoints;
using CxOrchestrator.Storage;
using CxOrchestrator.Storage.Deliveries;
using CxOrchestrator.Storage.Dispatch;
using CxOrchestrator.Storage.Identities;
using CxOrchestrator.Storage.Voice;

namespace CxOrchestrator.Gateway.Privacy;

/// <summary>
/// Writes everything that is stored of a customer as one JSON object, page by page: what is in memory does not grow with the customer. Each list
/// is as of the moment it is read.
/// </summary>
internal sealed class CustomerExport(
    CustomerReader reader,
    IReadModel store,
    ICaseStore cases,
    ICustomerRecords records,
    IConsentLog consents,
    IVoiceStore voice,
    IIdentityStore identities,
    IdentityViews identityViews,
    IdentityReader identityRules,
    IInAppInbox inbox,
    IGuardSwitches switches,
    IDefinitions definitions,
    JourneyClock clock,
    TimeProvider systemClock)
{
    /// <summary>Names the shape; a later one keeps these members.</summary>
    public const string Format = "cx.customer-export/1";

    private const int PageMax = 500;

    public async Task WriteAsync(CustomerKey key, CustomerState state, Stream to, CancellationToken cancellationToken)
    {
        // Into a pipe: the serializer flushes as it likes, and an answer is written to asynchronously only.
        var pipe = PipeWriter.Create(to, new StreamPipeWriterOptions(leaveOpen: true));
        await using var json = new Utf8JsonWriter(pipe, new JsonWriterOptions { Indented = true });
        var current = definitions.Current;
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("exportedAt", systemClock.GetUtcNow());
        json.WriteString("journeyTime", clock.Now);
        json.WriteString("customer", key.Customer.Value);
        json.WritePropertyName("state");
        JsonSerializer.Serialize(json, reader.View(state), ApiJson.Default.CustomerView);
        WriteChannels(json, state);
        if (await switches.SuppressionAsync(key, cancellationToken) is { } suppression)
        {
            json.WriteStartObject("suppression");
            json.WriteString("until", suppression.Until?.ToString("O"));
            json.WriteString("changedBy", suppression.By);
            json.WriteString("why", suppression.Why);
            json.WriteString("changedAt", suppression.ChangedAt);
            json.WriteEndObject();
        }

        var sources = new List<(CustomerId, SortedDictionary<string, long>)> { (key.Customer, await WriteTimelineAsync(json, pipe, key, cancellationToken)) };
        json.WriteStartArray("merged");
        foreach (var part in state.Merged)
        {
            sources.Add((part.Customer, await WritePartAsync(json, pipe, new CustomerKey(key.Tenant, part.Customer), cancellationToken)));
        }

        json.WriteEndArray();
        await WriteIdentitiesAsync(json, key, sources, cancellationToken);
        await ListAsync(json, pipe, "decisions", c => store.DecisionsAsync(new DecisionQuery { Customer = key, Cursor = c, Limit = PageMax }, cancellationToken), d => DecisionViews.Of(d, current), ApiJson.Default.DecisionView, cancellationToken);
        await ListAsync(json, pipe, "actions", c => store.ActionsAsync(new ActionQuery { Customer = key, Cursor = c, Limit = PageMax }, cancellationToken), a => ActionViews.Of(a, current), ApiJson.Default.ActionView, cancellationToken);
        await ListAsync(json, pipe, "testSends", c => store.ActionsAsync(new ActionQuery { Customer = key, Tests = true, Cursor = c, Limit = PageMax }, cancellationToken), a => ActionViews.Of(a, current), ApiJson.Default.ActionView, cancellationToken);
        await WriteCasesAsync(json, key, state, cancellationToken);
        await ListAsync(json, pipe, "consents", c => consents.ListAsync(key, c, PageMax, cancellationToken), ConsentViews.Of, ApiJson.Default.ConsentView, cancellationToken);
        await ListAsync(json, pipe, "corrections", c => voice.CorrectionsOfAsync(key, c, PageMax, cancellationToken), CorrectionEndpoints.View, ApiJson.Default.CorrectionView, cancellationToken);
        Write(json, "inAppMessages", (await inbox.ListAsync(key, 0, DateTimeOffset.UnixEpoch, cancellationToken)).Select(InAppViews.Of), ApiJson.Default.InAppMessageView);
        Write(json, "codes", (await records.CodesAsync(key, cancellationToken)).Select(CodeViews.Of), ApiJson.Default.CodeView);
        await WriteDeadLettersAsync(json, pipe, key, cancellationToken);
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        await pipe.CompleteAsync();
    }

    private static void WriteChannels(Utf8JsonWriter json, CustomerState state)
    {
        json.WriteStartArray("closedChannels");
        foreach (var closed in state.Suppressions.Where(s => !s.Restored))
        {
            json.WriteStartObject();
            json.WriteString("channel", closed.Channel);
            json.WriteString("reason", closed.Reason);
            json.WriteString("source", closed.By);
            json.WriteString("at", closed.At);
            if (closed.AddressIn is { } attribute)
            {
                json.WriteString("onlyTheAddressIn", attribute);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // What is not this customer's since the merge: what it was before, and what stayed with its id.
    private async Task<SortedDictionary<string, long>> WritePartAsync(Utf8JsonWriter json, PipeWriter pipe, CustomerKey part, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteString("customer", part.Customer.Value);
        var sources = await WriteTimelineAsync(json, pipe, part, cancellationToken);
        await ListAsync(json, pipe, "decisions", c => store.DecisionsAsync(new DecisionQuery { Customer = part, Cursor = c, Limit = PageMax }, cancellationToken), d => DecisionViews.Of(d, definitions.Current), ApiJson.Default.DecisionView, cancellationToken);
        await ListAsync(json, pipe, "corrections", c => voice.CorrectionsOfAsync(part, c, PageMax, cancellationToken), CorrectionEndpoints.View, ApiJson.Default.CorrectionView, cancellationToken);
        Write(json, "inAppMessages", (await inbox.ListAsync(part, 0, DateTimeOffset.UnixEpoch, cancellationToken)).Select(InAppViews.Of), ApiJson.Default.InAppMessageView);
        Write(json, "codes", (await records.CodesAsync(part, cancellationToken)).Select(CodeViews.Of), ApiJson.Default.CodeView);
        await WriteDeadLettersAsync(json, pipe, part, cancellationToken);
        json.WriteEndObject();
        return sources;
    }

    private async Task<SortedDictionary<string, long>> WriteTimelineAsync(Utf8JsonWriter json, PipeWriter pipe, CustomerKey key, CancellationToken cancellationToken)
    {
        var sources = new SortedDictionary<string, long>(StringComparer.Ordinal);
        json.WriteStartArray("timeline");
        await foreach (var entry in TimelineAsync(key, cancellationToken))
        {
            if (entry.Source is { } source)
            {
                sources[source] = sources.GetValueOrDefault(source) + 1;
            }

            JsonSerializer.Serialize(json, entry, ApiJson.Default.TimelineEntry);
            await FlushAsync(pipe, cancellationToken);
        }

        json.WriteEndArray();
        return sources;
    }

    private async Task WriteIdentitiesAsync(
        Utf8JsonWriter json, CustomerKey key, IEnumerable<(CustomerId Customer, SortedDictionary<string, long> Sources)> customers, CancellationToken cancellationToken)
    {
        json.WriteStartArray("identities");
        foreach (var (customer, sources) in customers)
        {
            json.WriteStartObject();
            json.WriteString("type", "customer");
            json.WriteString("value", customer.Value);
            json.WriteStartArray("sources");
            foreach (var (source, touchpoints) in sources)
            {
                json.WriteStartObject();
                json.WriteString("source", source);
                json.WriteNumber("touchpoints", touchpoints);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        foreach (var held in await identities.ListAsync(key, identityRules.SharedMax, cancellationToken))
        {
            JsonSerializer.Serialize(json, identityViews.Of(held), ApiJson.Default.IdentityView);
        }

        json.WriteEndArray();
    }

    private async IAsyncEnumerable<Api.Customers.TimelineEntry> TimelineAsync(
        CustomerKey key, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? before = null;
        while (true)
        {
            var page = await store.HistoryAsync(key, before, PageMax, cancellationToken);
            foreach (var entry in page)
            {
                yield return TimelineViews.Of(entry);
            }

            if (page.Length < PageMax)
            {
                yield break;
            }

            before = page[^1].Sequence;
        }
    }

    // Open and completed ones are listed apart, each in an order of its own.
    private async Task WriteCasesAsync(Utf8JsonWriter json, CustomerKey key, CustomerState state, CancellationToken cancellationToken)
    {
        json.WriteStartArray("cases");
        foreach (var status in Enum.GetValues<CaseStatus>())
        {
            string? cursor = null;
            do
            {
                var page = await cases.ListAsync(new CaseQuery { Customer = key, Status = status, Cursor = cursor, Limit = PageMax }, cancellationToken);
                foreach (var item in page.Items)
                {
                    JsonSerializer.Serialize(json, CaseViews.Of(item, state.Profile.Name, definitions.Current, clock.Now), ApiJson.Default.CaseView);
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }

        json.WriteEndArray();
    }

    private async Task WriteDeadLettersAsync(Utf8JsonWriter json, PipeWriter pipe, CustomerKey key, CancellationToken cancellationToken)
    {
        json.WriteStartArray("deadLetters");
        foreach (var letter in await records.DeadLettersAsync(key, cancellationToken))
        {
            json.WriteStartObject();
            json.WriteNumber("id", letter.Id);
            json.WriteString("source", letter.Letter.Source);
            json.WriteString("reason", letter.Letter.Reason);
            json.WriteString("detail", letter.Letter.Detail);
            json.WriteString("at", letter.Letter.At);
            json.WriteBase64String("body", letter.Letter.Body.Span);
            json.WriteEndObject();
            await FlushAsync(pipe, cancellationToken);
        }

        json.WriteEndArray();
    }

    private static async Task ListAsync<TItem, TView>(
        Utf8JsonWriter json, PipeWriter pipe, string name, Func<string?, Task<Storage.Page<TItem>>> read, Func<TItem, TView> view, JsonTypeInfo<TView> type, CancellationToken cancellationToken)
    {
        json.WriteStartArray(name);
        string? cursor = null;
        do
        {
            var page = await read(cursor);
            foreach (var item in page.Items)
            {
                JsonSerializer.Serialize(json, view(item), type);
            }

            await FlushAsync(pipe, cancellationToken);
            cursor = page.Next;
        }
        while (cursor is not null);
        json.WriteEndArray();
    }

    private static void Write<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, JsonTypeInfo<T> type)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            JsonSerializer.Serialize(json, item, type);
        }

        json.WriteEndArray();
    }

    private static async Task FlushAsync(PipeWriter pipe, CancellationToken cancellationToken)
    {
        const int most = 64 * 1024;
        if (pipe.UnflushedBytes > most)
        {
            await pipe.FlushAsync(cancellationToken);
        }
    }
}
