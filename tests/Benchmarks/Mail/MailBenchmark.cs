using System.Collections.Concurrent;
using System.Diagnostics;
using CxOrchestrator.Channels.Mail;
using CxOrchestrator.Channels.Sending;
using CxOrchestrator.Rules.Policies;
using CxOrchestrator.Storage.Deliveries;

namespace CxOrchestrator.Benchmarks.Mail;

/// <summary>
/// E-mails a second out of the outbox of an embedded silo, from the first outcome that is stored to the last: leased, finished (HTML, signed links,
/// text), sent, stored, and announced as touchpoints meanwhile. The baseline is MailKit alone, with the same pool and one finished message. Then a
/// connection with a rate, with as many service messages as promotions waiting.
/// </summary>
internal static class MailBenchmark
{
    private const int WarmUp = 3_000;
    private const int Messages = 15_000;
    private const int SenderTasks = 64;
    private const int Rate = 100;
    private const int RatedMessages = 2_000;
    private const string Service = "parcel.sent";
    private const string Promotion = "cart.left";

    private static readonly TimeSpan Rated = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyDictionary<string, double>> RunAsync()
    {
        await using var bed = await MailBed.StartAsync();
        await bed.AdmitAsync(WarmUp, Promotion);
        await bed.SendAsync(WarmUp);
        await bed.AdmitAsync(Messages, Promotion);
        await RestAsync(bed);
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await bed.SendAsync(Messages);
        var busy = (Process.GetCurrentProcess().TotalProcessorTime - processor) / watch.Elapsed;
        var times = bed.Outbox.Delivered.Select(d => d.At).ToList();
        var perSecond = Messages / TimeProvider.System.GetElapsedTime(times.Min(), times.Max()).TotalSeconds;
        var perStore = (double)Messages / bed.Outbox.Stores;
        await RestAsync(bed);

        var sample = await bed.Get<IDeliveries>().MessageAsync(bed.Outbox.Sample!, CancellationToken.None);
        await AloneAsync(bed, sample!, WarmUp);
        var alone = await AloneAsync(bed, sample!, Messages);
        var figures = new Dictionary<string, double>
        {
            ["messages"] = Messages,
            ["mailsPerSecond"] = Math.Round(perSecond),
            ["mailKitAlonePerSecond"] = Math.Round(alone),
            ["againstMailKitAlone"] = Math.Round(perSecond / alone, 3),
            ["coresBusy"] = Math.Round(busy, 2),
            ["outcomesPerTransaction"] = Math.Round(perStore, 1),
            ["errors"] = bed.Outbox.Errors.Count,
        };
        await RatedAsync(bed, figures);
        return figures;
    }

    private static async Task RestAsync(MailBed bed)
    {
        await bed.UntilAsync(
            async () => await bed.StatusAsync() is { LogWaiting: 0 } && (await bed.Get<IDeliveries>().UnannouncedAsync(1, CancellationToken.None)).IsEmpty,
            "what became of messages to be announced");
        GC.Collect();
    }

    private static async Task<double> AloneAsync(MailBed bed, SentMessage sample, int count)
    {
        using var client = new HttpClient();
        await using var sender = new SmtpSender(
            SmtpSettings.Of(bed.Current.Set.Connections[0], new Dictionary<string, string>(StringComparer.Ordinal)), client, TimeProvider.System);
        var left = count;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, SenderTasks).Select(async task =>
        {
            await Task.Yield();
            while (Interlocked.Decrement(ref left) is >= 0 and var number)
            {
                var answer = await sender.SendAsync(
                    new OutgoingMessage
                    {
                        Id = $"{number:x32}",
                        Channel = "email",
                        To = sample.To,
                        Customer = "c",
                        Category = PolicyCategory.Promotion,
                        Policy = "offer",
                        Subject = sample.Subject,
                        Text = sample.Text,
                        Html = sample.Html,
                    },
                    CancellationToken.None);
                if (answer.Verdict != SendVerdict.Accepted)
                {
                    throw new InvalidOperationException($"The baseline's message was not taken: {answer.Text}");
                }
            }
        }));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task RatedAsync(MailBed bed, Dictionary<string, double> figures)
    {
        bed.Publish(Rate);
        await bed.AdmitAsync(RatedMessages, Promotion);
        await bed.AdmitAsync(RatedMessages, Service);
        var seen = new ConcurrentQueue<long>();
        bed.Sink.Took = _ => seen.Enqueue(TimeProvider.System.GetTimestamp());
        bed.Outbox.Open();
        await bed.UntilAsync(() => Task.FromResult(!seen.IsEmpty), "the first message under a rate");
        await Task.Delay(Rated, TimeProvider.System);
        bed.Outbox.Close();
        var sent = bed.Outbox.Delivered.CountBy(d => d.Category).ToDictionary();
        figures["ratePerSecond"] = Rate;
        figures["rated10sService"] = sent.GetValueOrDefault(PolicyCategory.Service);
        figures["rated10sPromotion"] = sent.GetValueOrDefault(PolicyCategory.Promotion);
        var times = seen.ToArray();
        figures["ratedMostInASecond"] = times.Max(from => times.Count(at => at >= from && TimeProvider.System.GetElapsedTime(from, at) < TimeSpan.FromSeconds(1)));
    }
}
