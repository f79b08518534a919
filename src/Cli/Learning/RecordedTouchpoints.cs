using System.Globalization;
using System.Text;
using CxOrchestrator.Backtests.Files;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Cli.Learning;

/// <summary>Touchpoints of a file by customer. The file is read through once; then any customer's touchpoints can be read again.</summary>
internal sealed class RecordedTouchpoints : IDisposable
{
    private const int LookEvery = 20_000;

    private readonly EventFile _file;
    private readonly Schedule _schedule;

    private RecordedTouchpoints(EventFile file, Schedule schedule, long refused) => (_file, _schedule, Refused) = (file, schedule, refused);

    /// <summary>Lines that are no touchpoint.</summary>
    public long Refused { get; }

    public int Customers => _schedule.Customers;

    public int Count => _schedule.Count;

    public static RecordedTouchpoints Open(string path, Progress progress, CancellationToken cancellationToken)
    {
        var file = EventFile.Open(path);
        try
        {
            var schedule = new Schedule(file.Expected);
            var refused = 0L;
            while (file.Next(out var offset, out var length))
            {
                var line = file.Line(offset, length);
                if (TouchpointJson.TryPeek(line, out var customer, out var at))
                {
                    schedule.Add(file.Number, offset, length, customer, at);
                }
                else if (TouchpointJson.ReadStored(line).Touchpoint is { } touchpoint)
                {
                    schedule.Add(file.Number, offset, length, Encoding.UTF8.GetBytes(touchpoint.Customer.Value), touchpoint.At);
                }
                else
                {
                    refused++;
                }

                if (file.Number % LookEvery == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    progress.Show(() => string.Create(CultureInfo.InvariantCulture, $"reading: {file.Number:N0} lines"));
                }
            }

            schedule.Close();
            return new RecordedTouchpoints(file, schedule, refused);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Each customer's, in the order of time.</summary>
    /// <param name="what">What is done with them, for the progress.</param>
    /// <param name="progress">Shows how far it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IEnumerable<List<Touchpoint>> ByCustomer(string what, Progress progress, CancellationToken cancellationToken)
    {
        for (var number = 0; number < _schedule.Customers; number++)
        {
            if (number % 1_000 == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.Show(() => string.Create(CultureInfo.InvariantCulture, $"{what}: {100.0 * number / _schedule.Customers:N0} % of {_schedule.Customers:N0} customers"));
            }

            var touchpoints = new List<Touchpoint>();
            foreach (var line in _schedule.Of(number))
            {
                if (TouchpointJson.ReadStored(_file.Line(line.Offset, line.Length)).Touchpoint is { } touchpoint)
                {
                    touchpoints.Add(touchpoint.WithReading(SentimentTexts.Shared));
                }
            }

            yield return touchpoints;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
    }
}
