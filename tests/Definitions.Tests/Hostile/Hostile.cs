using System.Diagnostics;
using System.Text;

namespace CxOrchestrator.Definitions.Tests.Hostile;

/// <summary>Works on hostile input on a small stack, and checks that it took neither long nor much memory.</summary>
internal static class Hostile
{
    /// <summary>What a thread of a pool has, with room to spare: a stack that is used up would end the test run.</summary>
    private const int StackBytes = 512 * 1024;

    /// <summary>Bytes made on the way, not held: some thousand errors, or a text of 1 MiB in each form it goes through.</summary>
    private const long BytesMax = 256L * 1024 * 1024;

    // Generous, for machines that do other things as well: what is endless does not end within it either.
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(15);

    public static T Bounded<T>(Func<T> work)
    {
        T result = default!;
        Exception? failed = null;
        var bytes = 0L;
        var watch = Stopwatch.StartNew();
        var thread = new Thread(
            () =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
#pragma warning disable CA1031 // Told by the thread that waits.
                try
                {
                    result = work();
                }
                catch (Exception exception)
                {
                    failed = exception;
                }
#pragma warning restore CA1031

                bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            },
            StackBytes)
        {
            IsBackground = true,
        };
        thread.Start();
        Assert.True(thread.Join(TimeMax), $"Still at it after {TimeMax.TotalSeconds} s.");
        Assert.True(failed is null, failed?.ToString());
        Assert.True(bytes < BytesMax, $"{bytes / 1024 / 1024} MiB were made in {watch.Elapsed.TotalSeconds:0.0} s.");
        return result;
    }

    /// <summary>Reads a text within bounds; it must be refused.</summary>
    public static DocumentError[] Refused(string text)
    {
        var read = Bounded(() => DefinitionReader.Read([new("x.yaml", text)]));
        Assert.Null(read.Set);
        Assert.NotEmpty(read.Errors);
        Assert.All(read.Errors, e =>
        {
            Assert.Equal("x.yaml", e.File);
            Assert.InRange(e.Message.Length, 1, 1_000);
        });
        return [.. read.Errors];
    }

    /// <summary>Reads a text that must be refused, with its first error at a place and with words that tell the cure.</summary>
    public static void AssertRefused(string text, int line, int column, string message)
    {
        var first = Refused(text)[0];
        Assert.True((line, column) == (first.Line, first.Column), $"Expected {line}:{column}, got {first}");
        Assert.Contains(message, first.Message, StringComparison.Ordinal);
    }

    public static string Repeat(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();
}
