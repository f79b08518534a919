using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Send;

/// <summary>One run of <c>cx send</c>: reads lines, deals them to lanes by customer, and each lane posts its batches one after the other.</summary>
internal sealed class Sending(SendOptions options, HttpClient http, TimeProvider clock, TextWriter say, TextWriter errors)
{
    /// <summary>Most bytes of touchpoints in a request; well below what gateways take.</summary>
    private const int RequestBytesMax = 1024 * 1024;

    private readonly Stopwatch _watch = new();
    private readonly Lock _gate = new();
    private readonly StreamWriter? _refusedFile = options.Refused is { } r ? new StreamWriter(r) : null;
    private readonly StreamWriter? _acknowledgedFile = options.Acknowledged is { } a ? new StreamWriter(a) : null;
    private long _accepted;
    private long _refused;
    private long _repeats;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var lines = new Lines(options.File == "-" ? Console.OpenStandardInput() : File.OpenRead(options.File));
        using var progress = new Progress(errors);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lanes = Enumerable.Range(0, options.Parallel)
            .Select(_ => Channel.CreateBounded<Line>(new BoundedChannelOptions(options.Batch * 4) { SingleReader = true, SingleWriter = true }))
            .ToArray();
        _watch.Start();
        var senders = lanes.Select(l => Task.Run(() => SendLaneAsync(l.Reader, stop.Token), CancellationToken.None)).ToArray();
        try
        {
            await DealAsync(lines, lanes, progress, senders, stop.Token);
            await Task.WhenAll(senders);
        }
        catch
        {
            // One lane that cannot go on ends the others, and none is left running.
            await stop.CancelAsync();
            await Task.WhenAll(senders).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        finally
        {
            progress.Clear();
            Report(lines.Number);
            _refusedFile?.Dispose();
            _acknowledgedFile?.Dispose();
        }

        return _refused == 0 ? ExitCodes.Done : ExitCodes.Errors;
    }

    private async Task DealAsync(Lines lines, Channel<Line>[] lanes, Progress progress, Task[] senders, CancellationToken cancellationToken)
    {
        long dealt = 0;
        try
        {
            while (lines.Next())
            {
                if (lines.Number < options.From)
                {
                    continue;
                }

                if (lines.TooLong)
                {
                    Refuse(lines.Number, [new TouchpointError("", $"longer than {Lines.BytesMax:N0} bytes")]);
                    continue;
                }

                if (!LineReading.TryCustomer(lines.Current.Span, out var customer, out var problem))
                {
                    Refuse(lines.Number, [new TouchpointError("", problem)]);
                    continue;
                }

                await PaceAsync(dealt++, cancellationToken);
                var lane = lanes[(int)(customer % (ulong)lanes.Length)].Writer;
                var line = new Line(lines.Number, lines.Current.ToArray());
                while (!lane.TryWrite(line))
                {
                    // A lane that failed will never make room: its failure is what to report.
                    var room = lane.WaitToWriteAsync(cancellationToken).AsTask();
                    var first = await Task.WhenAny([room, .. senders]);
                    await first;
                }

                progress.Show(Status);
            }
        }
        finally
        {
            foreach (var lane in lanes)
            {
                lane.Writer.TryComplete();
            }
        }
    }

    private async Task PaceAsync(long dealt, CancellationToken cancellationToken)
    {
        if (options.Rate is { } rate && TimeSpan.FromSeconds(dealt / rate) - _watch.Elapsed is { TotalMilliseconds: > 5 } early)
        {
            await Task.Delay(early, clock, cancellationToken);
        }
    }

    private async Task SendLaneAsync(ChannelReader<Line> lane, CancellationToken cancellationToken)
    {
        var poster = new Poster(http, new Uri(options.To, "/v1/touchpoints"), clock, errors);
        var batch = new List<Line>(options.Batch);
        while (await lane.WaitToReadAsync(cancellationToken))
        {
            var bytes = 0;
            while (batch.Count < options.Batch && lane.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Json.Length < RequestBytesMax) && lane.TryRead(out next))
            {
                batch.Add(next);
                bytes += next.Json.Length + 1;
            }

            var outcome = await poster.PostAsync(batch, cancellationToken);
            Take(batch, outcome);
            batch.Clear();
        }
    }

    private void Take(List<Line> batch, PostOutcome outcome)
    {
        lock (_gate)
        {
            _repeats += outcome.Repeats;
            for (var i = 0; i < batch.Count; i++)
            {
                if (outcome.Problems.TryGetValue(i, out var problems))
                {
                    RefuseLocked(batch[i].Number, problems);
                }
                else
                {
                    _accepted++;
                    _acknowledgedFile?.WriteLine(batch[i].Number.ToString(CultureInfo.InvariantCulture));
                }
            }

            _acknowledgedFile?.Flush();
        }
    }

    private void Refuse(long line, IReadOnlyList<TouchpointError> problems)
    {
        lock (_gate)
        {
            RefuseLocked(line, problems);
        }
    }

    private void RefuseLocked(long line, IReadOnlyList<TouchpointError> problems)
    {
        _refused++;
        foreach (var problem in problems)
        {
            errors.WriteLine($"{options.File}:{line}: {(problem.Pointer.Length > 0 ? problem.Pointer + ": " : "")}{problem.Detail}");
        }

        if (_refusedFile is not null)
        {
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteNumber("line", line);
                json.WriteStartArray("problems");
                foreach (var problem in problems)
                {
                    json.WriteStartObject();
                    json.WriteString("pointer", problem.Pointer);
                    json.WriteString("detail", problem.Detail);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            _refusedFile.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
            _refusedFile.Flush();
        }
    }

    private string Status() => string.Create(
        CultureInfo.InvariantCulture, $"{_accepted:N0} taken, {_refused:N0} refused, {_accepted / Math.Max(0.001, _watch.Elapsed.TotalSeconds):N0}/s");

    private void Report(long lines)
    {
        var seconds = _watch.Elapsed.TotalSeconds;
        say.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_accepted:N0} of {lines:N0} lines taken in {seconds:F1} s ({_accepted / Math.Max(0.001, seconds):N0}/s), {_refused:N0} refused, {_repeats:N0} requests repeated."));
    }
}

/// <summary>A line of the file.</summary>
internal readonly record struct Line(long Number, byte[] Json);
