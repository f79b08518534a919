using System.Buffers;
using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CxOrchestrator.Channels.Http;

namespace CxOrchestrator.Sources.Streaming;

/// <summary>Takes lines of JSON from an answer that does not end: what has arrived, at once, and no line in parts.</summary>
internal static class LineReading
{
    /// <summary>Longest line, in bytes.</summary>
    public const int LineMax = 1 << 20;

    /// <summary>Most lines of a batch.</summary>
    public const int LinesMax = 500;

    private static readonly StreamPipeReaderOptions Options = new(bufferSize: 64 * 1024, minimumReadSize: 4 * 1024, leaveOpen: true);

    /// <summary>Ends where the system ends the answer, or where nothing came for <paramref name="idle"/>; throws <see cref="SystemFailedException"/> where the connection breaks.</summary>
    public static async IAsyncEnumerable<StreamBatch> ReadAsync(OpenAnswer answer, TimeSpan idle, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(answer.Body, Options);
        var skipping = false;
        try
        {
            while (await NextAsync(reader, answer.Url, idle, clock, cancellationToken) is { } read)
            {
                var rest = read.Buffer;
                while (Take(ref rest, ref skipping, read.IsCompleted) is { } taken)
                {
                    yield return new StreamBatch { Url = answer.Url, Lines = taken.Lines, Unread = taken.Unread };
                }

                reader.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static async Task<ReadResult?> NextAsync(PipeReader reader, Uri url, TimeSpan idle, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var quiet = new CancellationTokenSource(idle, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, quiet.Token);
        try
        {
            return await reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (InvalidDataException)
        {
            throw new SystemFailedException($"What {url.Host} sends is not compressed as it says");
        }
        catch (Exception lost) when (lost is IOException or HttpRequestException)
        {
            throw StreamOpener.Failure(url.Host, lost)!;
        }
    }

    // Lines out of what has arrived; null where there is no whole one.
    private static (ReadOnlyMemory<byte> Lines, ImmutableArray<string> Unread)? Take(ref ReadOnlySequence<byte> rest, ref bool skipping, bool last)
    {
        var lines = new ArrayBufferWriter<byte>();
        var unread = ImmutableArray.CreateBuilder<string>();
        var count = 0;
        for (; count < LinesMax && NextLine(ref rest, last) is { } line; count++)
        {
            if (skipping || line.Length > LineMax)
            {
                skipping = false;
                unread.Add(TooLong);
            }
            else if (!IsBlank(line) && line.ToArray() is var plain)
            {
                if (IsObject(plain))
                {
                    lines.Write(plain);
                    lines.Write("\n"u8);
                }
                else
                {
                    unread.Add("A line is not a JSON object.");
                }
            }
        }

        if (count == 0 && rest.Length > LineMax)
        {
            // Its end is still to come: what is here of it is not kept.
            rest = rest.Slice(rest.End);
            skipping = true;
        }

        return lines.WrittenCount > 0 || unread.Count > 0 ? (lines.WrittenMemory, unread.DrainToImmutable()) : null;
    }

    private const string TooLong = "A line has more than 1 MiB.";

    private static ReadOnlySequence<byte>? NextLine(ref ReadOnlySequence<byte> rest, bool last)
    {
        if (rest.PositionOf((byte)'\n') is { } end)
        {
            var line = rest.Slice(0, end);
            rest = rest.Slice(rest.GetPosition(1, end));
            return line;
        }

        if (!last || rest.IsEmpty)
        {
            return null;
        }

        var remaining = rest;
        rest = rest.Slice(rest.End);
        return remaining;
    }

    // Livestream ends its lines with CR and LF, and sends empty ones to keep the connection.
    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.IndexOfAnyExcept(" \t\r"u8) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsObject(byte[] line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
