using System.Text;

namespace CxOrchestrator.Definitions.Templates;

/// <summary>Accepts a bounded number of characters, then throws, which ends the writer.</summary>
internal sealed class BoundedWriter(int lengthMax) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
{
    public override void Write(char value)
    {
        Room(1);
        base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        var room = Room(count);
        base.Write(buffer, index, room);
        Full(room, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var room = Room(buffer.Length);
        base.Write(buffer[..room]);
        Full(room, buffer.Length);
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override Task WriteAsync(char value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(string? value)
    {
        Write(value);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(char[] buffer, int index, int count)
    {
        Write(buffer, index, count);
        return Task.CompletedTask;
    }

    public override Task WriteAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return Task.CompletedTask;
    }

    private int Room(int wanted)
    {
        var room = lengthMax - GetStringBuilder().Length;
        return room > 0 ? Math.Min(room, wanted) : throw new InvalidOperationException("The text is as long as it may be.");
    }

    private static void Full(int room, int wanted)
    {
        if (room < wanted)
        {
            throw new InvalidOperationException("The text is as long as it may be.");
        }
    }
}
