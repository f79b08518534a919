using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CxOrchestrator.Grains.Runtime.Customers;
using CxOrchestrator.Rules.Touchpoints;

namespace CxOrchestrator.Backtests.Files;

/// <summary>Touchpoints of a file in the native form, one JSON object a line.</summary>
public sealed class FileCustomers : IRecordedCustomers, IDisposable
{
    private const int BatchTouchpoints = 4_000;
    private const int LookEvery = 20_000;

    private readonly EventFile _file;
    private readonly Schedule _schedule;

    private FileCustomers(EventFile file, Schedule schedule, long refused) => (_file, _schedule, Refused) = (file, schedule, refused);

    /// <summary>Lines of which not even the customer and the time can be read.</summary>
    public long Refused { get; }

    /// <summary>Time of the last touchpoint; null: the file has none.</summary>
    public DateTimeOffset? LastAt => _schedule.Count == 0 ? null : _schedule.Now;

    public long? Customers => _schedule.Customers;

    /// <summary>Reads through the file once and notes which line is whose.</summary>
    /// <param name="path">The file; <c>-</c>: standard input.</param>
    /// <param name="reading">Reports periodically how many lines were read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static FileCustomers Open(string path, Action<long>? reading, CancellationToken cancellationToken)
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
                    // Written in a way that a look at the bytes does not see through: with escapes.
                    schedule.Add(file.Number, offset, length, Encoding.UTF8.GetBytes(touchpoint.Customer.Value), touchpoint.At);
                }
                else
                {
                    refused++;
                }

                if (file.Number % LookEvery == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    reading?.Invoke(file.Number);
                }
            }

            schedule.Close();
            return new FileCustomers(file, schedule, refused);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public async IAsyncEnumerable<ImmutableArray<RecordedCustomer>> BatchesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var (batch, touchpoints) = (ImmutableArray.CreateBuilder<RecordedCustomer>(), 0);
        for (var number = 0; number < _schedule.Customers; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var customer = Read(number);
            batch.Add(customer);
            touchpoints += customer.Bodies.Length;
            if (touchpoints >= BatchTouchpoints)
            {
                yield return batch.DrainToImmutable();
                touchpoints = 0;
            }
        }

        if (batch.Count > 0)
        {
            yield return batch.DrainToImmutable();
        }
    }

    public Task<RecordedCustomer> ReadAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(Read(int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture)));

    public void Dispose() => _file.Dispose();

    private RecordedCustomer Read(int number)
    {
        var lines = _schedule.Of(number);
        var bodies = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(lines.Length);
        foreach (var line in lines)
        {
            bodies.Add(_file.Line(line.Offset, line.Length).ToArray());
        }

        return new(number.ToString(CultureInfo.InvariantCulture), bodies.MoveToImmutable()) { Texts = SentimentTexts.Shared };
    }
}
