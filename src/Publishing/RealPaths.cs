namespace CxOrchestrator.Publishing;

/// <summary>Paths without symbolic links.</summary>
public static class RealPaths
{
    /// <summary>Most links that are followed on one path, as Linux does it.</summary>
    private const int LinksMax = 40;

    /// <summary>
    /// The path with every link on it followed to its end. Throws <see cref="FileNotFoundException"/> where a link leads nowhere and
    /// <see cref="IOException"/> where links lead round in a circle.
    /// </summary>
    public static string Of(string path)
    {
        var links = 0;
        return Of(Path.GetFullPath(path), ref links);
    }

    private static string Of(string path, ref int links)
    {
        var root = Path.GetPathRoot(path)!;
        var real = root;
        foreach (var part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > LinksMax)
            {
                throw new IOException($"The symbolic link {next} leads round in a circle.");
            }

            var followed = Path.GetFullPath(target, real);
            if (!Path.Exists(followed))
            {
                throw new FileNotFoundException($"The symbolic link {next} leads to {target}, which does not exist.");
            }

            real = Of(followed, ref links);
        }

        return real;
    }
}
