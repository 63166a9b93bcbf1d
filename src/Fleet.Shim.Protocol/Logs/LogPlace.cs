using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Fleet.Shim.Protocol;

/// <summary>
/// How many bytes of each stream a run had written before this place of its log: the record <c>TIME fleet F at RUN STDOUT STDERR</c>,
/// with which every run and every file begins, and what follows lost bytes. Who knows how much it has seen finds the rest by it.
/// </summary>
/// <param name="Run">The run's id (<see cref="ShimConfig.RunId"/>), without spaces.</param>
/// <param name="Stdout">Bytes, newlines included.</param>
/// <param name="Stderr">Bytes, newlines included.</param>
public readonly record struct LogPlace(string Run, long Stdout, long Stderr)
{
    /// <summary>The record's bytes, without time, stream and tag.</summary>
    public byte[] Encode() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"at {Run} {Stdout} {Stderr}"));

    /// <returns>False when the bytes of a <c>fleet</c> record say something else.</returns>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out LogPlace place)
    {
        place = default;
        if (!bytes.StartsWith("at "u8))
        {
            return false;
        }

        bytes = bytes[3..];
        int run = bytes.IndexOf((byte)' ');
        if (run <= 0
            || !Utf8Parser.TryParse(bytes[(run + 1)..], out long stdout, out int used) || stdout < 0
            || bytes.Length <= run + 1 + used || bytes[run + 1 + used] != ' '
            || !Utf8Parser.TryParse(bytes[(run + used + 2)..], out long stderr, out int rest) || stderr < 0 || run + used + 2 + rest != bytes.Length)
        {
            return false;
        }

        place = new LogPlace(Encoding.ASCII.GetString(bytes[..run]), stdout, stderr);
        return true;
    }
}
