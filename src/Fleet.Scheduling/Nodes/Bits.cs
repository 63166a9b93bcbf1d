using System.Numerics;

namespace Fleet.Scheduling.Nodes;

/// <summary>A set of small numbers as a growing row of bits.</summary>
public sealed class Bits
{
    private ulong[] _words = new ulong[4];

    public int Count { get; private set; }

    public bool this[int at]
    {
        get => (at >> 6) < _words.Length && (_words[at >> 6] & (1UL << at)) != 0;
        set
        {
            if (this[at] == value) return;
            if (at >> 6 >= _words.Length) Array.Resize(ref _words, Math.Max(_words.Length * 2, (at >> 6) + 1));
            _words[at >> 6] ^= 1UL << at;
            Count += value ? 1 : -1;
        }
    }

    public void Clear()
    {
        Array.Clear(_words);
        Count = 0;
    }

    /// <summary>How many numbers from <paramref name="first"/> to <paramref name="last"/> (both included) are in the set.</summary>
    public int CountWithin(int first, int last)
    {
        int count = 0;
        for (int word = first >> 6; word <= last >> 6 && word < _words.Length; word++)
        {
            ulong bits = _words[word];
            if (word == first >> 6) bits &= ulong.MaxValue << first;
            if (word == last >> 6) bits &= ulong.MaxValue >> (63 - (last & 63));
            count += BitOperations.PopCount(bits);
        }
        return count;
    }

    /// <summary>The least number of <paramref name="from"/>..<paramref name="last"/> that is not in the set; -1 when there is none.</summary>
    public int FirstAbsent(int from, int last)
    {
        for (int at = from; at <= last;)
        {
            if (at >> 6 >= _words.Length) return at;
            ulong absent = ~_words[at >> 6] & (ulong.MaxValue << at);
            if (absent != 0)
            {
                int found = (at & ~63) + BitOperations.TrailingZeroCount(absent);
                return found <= last ? found : -1;
            }
            at = (at & ~63) + 64;
        }
        return -1;
    }
}
