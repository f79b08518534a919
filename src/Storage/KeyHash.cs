using System.IO.Hashing;
using System.Text;

namespace CxOrchestrator.Storage;

/// <summary>A hash of keys that is the same in every process and version.</summary>
public static class KeyHash
{
    public static int Shard(string key, int shards) => (int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(key)) % (ulong)shards);
}
