using System.Diagnostics;

namespace Fleet.Shim.Tests.Support;

/// <summary>A layer of busybox, shared by the containers that live at one time: what an image's unpacked layer looks like on disk.</summary>
internal static class Rootfs
{
    private static readonly Lock Gate = new();
    private static string? _layer;
    private static int _users;

    /// <summary>For whoever has taken it.</summary>
    internal static string Layer => _layer!;

    internal static void Take()
    {
        lock (Gate)
        {
            if (_users++ == 0)
            {
                _layer = Make();
            }
        }
    }

    /// <summary>The last one takes the layer away.</summary>
    internal static void Release()
    {
        lock (Gate)
        {
            if (--_users == 0)
            {
                Directory.Delete(_layer!, recursive: true);
            }
        }
    }

    private static string Make()
    {
        string layer = Directory.CreateTempSubdirectory("fleet-shim-layer-").FullName;
        foreach (string folder in new[] { "bin", "usr/bin", "etc", "tmp", "root", "var/tmp", "home/app" })
        {
            Directory.CreateDirectory(System.IO.Path.Combine(layer, folder));
        }

        File.Copy("/bin/busybox", $"{layer}/bin/busybox");
        using var list = Process.Start(new ProcessStartInfo("/bin/busybox", "--list") { RedirectStandardOutput = true })!;
        foreach (string applet in list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (applet != "busybox")
            {
                File.CreateSymbolicLink($"{layer}/bin/{applet}", "busybox");
            }
        }

        File.SetUnixFileMode($"{layer}/tmp", (UnixFileMode)0x3ff); // 1777
        File.WriteAllText($"{layer}/etc/passwd", "# users\n\n+::::::\nroot:x:0:0:root:/root:/bin/sh\nshort\napp:x:1000:1001:app:/home/app:/bin/sh\n1234:x:77:77::/odd:\nlast:x:2000:2000::/last:/bin/sh");
        File.WriteAllText($"{layer}/etc/group", "root:x:0:\nwheel:x:10:root,app\napp:x:1001:\naudio:x:29:app,last");
        File.WriteAllText($"{layer}/etc/text", "just text\n");
        File.WriteAllText($"{layer}/bin/noshebang", "echo\n");
        File.SetUnixFileMode($"{layer}/bin/noshebang", (UnixFileMode)0x1ed);
        File.WriteAllBytes($"{layer}/bin/foreign", ForeignElf());
        File.SetUnixFileMode($"{layer}/bin/foreign", (UnixFileMode)0x1ed);
        return layer;
    }

    // The head of an ELF file for arm64, or for amd64 where arm64 is this machine's.
    private static byte[] ForeignElf()
    {
        byte[] elf = new byte[64];
        "\x7fELF\x02\x01\x01"u8.CopyTo(elf);
        elf[16] = 2;
        elf[18] = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? (byte)183 : (byte)62;
        elf[20] = 1;
        elf[52] = 64;
        return elf;
    }
}
