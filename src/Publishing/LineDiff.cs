using System.Collections.Immutable;
using CxOrchestrator.Api.Definitions;

namespace CxOrchestrator.Publishing;

/// <summary>What differs between two texts, line by line: the fewest lines removed and added, as Myers finds them.</summary>
public static class LineDiff
{
    public const string Same = "same";
    public const string Added = "added";
    public const string Removed = "removed";

    /// <summary>Most lines that may differ; of texts that differ more, everything between their equal ends counts as replaced.</summary>
    public const int DistanceMax = 1_000;

    /// <summary>All lines, the same ones too.</summary>
    public static ImmutableArray<DiffLine> Of(string from, string to)
    {
        var (left, right) = (Lines(from), Lines(to));
        var head = 0;
        while (head < left.Length && head < right.Length && left[head] == right[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < left.Length - head && tail < right.Length - head && left[^(tail + 1)] == right[^(tail + 1)])
        {
            tail++;
        }

        var lines = ImmutableArray.CreateBuilder<DiffLine>();
        for (var i = 0; i < head; i++)
        {
            lines.Add(Line(Same, i, i, left[i]));
        }

        AddMiddle(lines, left.AsSpan(head, left.Length - head - tail), right.AsSpan(head, right.Length - head - tail), head);
        for (var i = tail; i > 0; i--)
        {
            lines.Add(Line(Same, left.Length - i, right.Length - i, left[^i]));
        }

        return lines.ToImmutable();
    }

    /// <summary>Lines that differ, with up to this many unchanged lines around them.</summary>
    public static ImmutableArray<DiffLine> Near(ImmutableArray<DiffLine> lines, int around)
    {
        var near = new bool[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Kind != Same)
            {
                near.AsSpan(Math.Max(0, i - around), Math.Min(lines.Length - 1, i + around) - Math.Max(0, i - around) + 1).Fill(true);
            }
        }

        return [.. lines.Where((_, i) => near[i])];
    }

    private static string[] Lines(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines is [.. var most, ""] ? most : lines;
    }

    private static void AddMiddle(ImmutableArray<DiffLine>.Builder lines, ReadOnlySpan<string> left, ReadOnlySpan<string> right, int offset)
    {
        var (x, y) = (0, 0);
        foreach (var (toX, toY) in Path(left, right))
        {
            while (x < toX || y < toY)
            {
                if (x < toX && y < toY && left[x] == right[y])
                {
                    lines.Add(Line(Same, offset + x, offset + y, left[x]));
                    (x, y) = (x + 1, y + 1);
                }
                else if (x < toX)
                {
                    lines.Add(Line(Removed, offset + x, null, left[x++]));
                }
                else
                {
                    lines.Add(Line(Added, null, offset + y, right[y++]));
                }
            }
        }
    }

    // Points of the path through both: between two of them lies one removed or one added line, and then same ones.
    private static List<(int X, int Y)> Path(ReadOnlySpan<string> left, ReadOnlySpan<string> right)
    {
        var (n, m) = (left.Length, right.Length);
        var max = Math.Min(n + m, DistanceMax);
        var reach = new int[(2 * max) + 3];
        var middle = max + 1;
        List<int[]> before = [];
        for (var d = 0; d <= max; d++)
        {
            before.Add(reach[(middle - d - 1)..(middle + d + 2)]);
            for (var k = -d; k <= d; k += 2)
            {
                var down = k == -d || (k != d && reach[middle + k - 1] < reach[middle + k + 1]);
                var x = down ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
                while (x < n && x - k < m && left[x] == right[x - k])
                {
                    x++;
                }

                reach[middle + k] = x;
                if (x >= n && x - k >= m)
                {
                    return Back(before, n, m);
                }
            }
        }

        // All of the left removed, then all of the right added.
        return [(n, 0), (n, m)];
    }

    private static List<(int X, int Y)> Back(List<int[]> before, int n, int m)
    {
        List<(int X, int Y)> points = [(n, m)];
        var (x, y) = (n, m);
        for (var d = before.Count - 1; d > 0; d--)
        {
            var reach = before[d];
            var k = x - y;
            var middle = d + 1;
            var down = k == -d || (k != d && reach[middle + k - 1] < reach[middle + k + 1]);
            var from = down ? k + 1 : k - 1;
            x = reach[middle + from];
            y = x - from;

            // The step itself, and where it came from.
            points.Add(down ? (x, y + 1) : (x + 1, y));
            points.Add((x, y));
        }

        points.Reverse();
        return points;
    }

    private static DiffLine Line(string kind, int? from, int? to, string text) => new() { Kind = kind, From = from + 1, To = to + 1, Text = text };
}
