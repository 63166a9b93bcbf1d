using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Fleet.Lab.Plans;

namespace Fleet.Lab.Network;

/// <summary>Names and addresses for a new lab that nothing else on the machine uses.</summary>
internal static class FreeSubnet
{
    /// <summary>Six hexadecimal digits of the folder's name: the same folder gets the same, so what a killed lab left is found again.</summary>
    public static string IdOf(string folder) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)), 0, 3);

    /// <summary>The first of 10.213.0 to 10.213.255, beginning at one of the id's own, that no link and no route of this machine knows.</summary>
    public static string Find(string id)
    {
        byte first = Convert.FromHexString(id)[0];
        for (int step = 0; step < 256; step++)
        {
            byte third = (byte)(first + step);
            if (!HasAddress(third) && !HasRoute(third)) return $"10.213.{third}";
        }
        throw new LabException("no free network in 10.213.0.0/16: take down another lab first");
    }

    private static bool HasAddress(byte third) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(link => link.GetIPProperties().UnicastAddresses)
        .Any(known => known.Address.AddressFamily == AddressFamily.InterNetwork && known.Address.GetAddressBytes() is [10, 213, var other, _] && other == third);

    // /proc/net/route (proc(5)): destination and mask in hexadecimal, the bytes in network order read as one little-endian number.
    private static bool HasRoute(byte third) => File.ReadLines("/proc/net/route").Skip(1).Select(line => line.Split('\t')).Any(fields =>
    {
        uint destination = uint.Parse(fields[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        uint mask = uint.Parse(fields[7], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        uint ours = 10u | (213u << 8) | ((uint)third << 16);
        return mask != 0 && (ours & mask) == (destination & mask);
    });
}
