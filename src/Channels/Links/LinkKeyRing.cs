using System.Collections.Immutable;

namespace CxOrchestrator.Channels.Links;

/// <summary>The keys of an installation: the newest signs, all verify. Links in mails that were sent long ago work for as long as their key is in it.</summary>
public sealed class LinkKeyRing
{
    /// <summary>Most keys; an older one is removed before another is added.</summary>
    public const int KeysMax = 16;

    /// <param name="keys">Newest first.</param>
    public LinkKeyRing(ImmutableArray<LinkKey> keys)
    {
        if (keys.Length > KeysMax || keys.Select(k => k.Id).Distinct().Count() != keys.Length)
        {
            throw new ArgumentException($"A ring has at most {KeysMax} keys, each with an id of its own.", nameof(keys));
        }

        Keys = keys;
    }

    /// <summary>Signs nothing and accepts nothing.</summary>
    public static LinkKeyRing Empty { get; } = new([]);

    public ImmutableArray<LinkKey> Keys { get; }

    /// <summary>The key that signs; null: there is none yet.</summary>
    public LinkKey? Newest => Keys.IsEmpty ? null : Keys[0];

    public LinkKey? Find(byte id) => Keys.FirstOrDefault(k => k.Id == id);
}
