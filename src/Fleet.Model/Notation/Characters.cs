using System.Buffers;

namespace Fleet.Model.Notation;

internal static class Characters
{
    public static readonly SearchValues<char> Number = SearchValues.Create("0123456789.");

    public static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
}
