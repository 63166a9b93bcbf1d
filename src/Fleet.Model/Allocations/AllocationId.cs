using System.Globalization;

namespace Fleet.Model;

/// <summary>
/// Names one attempt at one replica, for ever: the scheduler counts <see cref="Serial"/> up and never uses one twice.
/// Written as 16 hexadecimal digits that look random, so that a short prefix is enough to tell two apart.
/// </summary>
public readonly record struct AllocationId(ulong Serial) : IComparable<AllocationId>
{
    public override string ToString() => Mix(Serial).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string text, out AllocationId id)
    {
        bool read = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong mixed) && text.Length == 16;
        id = read ? new AllocationId(Unmix(mixed)) : default;
        return read;
    }

    public int CompareTo(AllocationId other) => Serial.CompareTo(other.Serial);

    // The finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection, so no two serials share a name.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
        x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
        return x ^ (x >> 31);
    }

    private static ulong Unmix(ulong x)
    {
        x = (x ^ (x >> 31) ^ (x >> 62)) * 0x319642b2d24d8ec3;
        x = (x ^ (x >> 27) ^ (x >> 54)) * 0x96de1b173f119089;
        return x ^ (x >> 30) ^ (x >> 60);
    }
}
