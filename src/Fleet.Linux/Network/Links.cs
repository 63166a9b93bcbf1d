using System.Net;
using System.Runtime.InteropServices;
using Fleet.Linux.Files;
using static Fleet.Linux.Network.NetlinkNumbers;

namespace Fleet.Linux.Network;

/// <summary>
/// The links of the calling thread's network namespace: bridges, veth pairs, addresses, routes (rtnetlink(7)). Needs
/// CAP_NET_ADMIN in that namespace. Every failure is a <see cref="KernelException"/> that names the link.
/// </summary>
public static class Links
{
    /// <summary>The longest name of a link (IFNAMSIZ less its end).</summary>
    public const int MaxNameLength = 15;

    public static bool Exists(string name) => NameToIndex(name) != 0;

    public static void CreateBridge(string name) => Send("create bridge", name, new NetlinkMessage(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)
        .Link(0).Attribute(IFLA_IFNAME, name)
        .Nested(IFLA_LINKINFO, info => info.Attribute(IFLA_INFO_KIND, "bridge")));

    /// <summary>A pair of links, one here, its peer in another network namespace.</summary>
    public static void CreateVeth(string name, string peer, OwnedFd peerNamespace) =>
        Send("create veth pair", name, new NetlinkMessage(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)
            .Link(0).Attribute(IFLA_IFNAME, name)
            .Nested(IFLA_LINKINFO, info => info.Attribute(IFLA_INFO_KIND, "veth")
                .Nested(IFLA_INFO_DATA, data => data
                    .Nested(VETH_INFO_PEER, other => other.Link(0)
                        .Attribute(IFLA_IFNAME, peer).Attribute(IFLA_NET_NS_FD, peerNamespace.Number)))));

    public static void SetUp(string name) => Send("set up", name, new NetlinkMessage(RTM_NEWLINK, 0).Link(IndexOf(name), IFF_UP, IFF_UP));

    /// <summary>As if the cable were pulled: the peer of a veth pair has no carrier then, and what is sent is lost without a word.</summary>
    public static void SetDown(string name) => Send("set down", name, new NetlinkMessage(RTM_NEWLINK, 0).Link(IndexOf(name), 0, IFF_UP));

    /// <summary>Must be done while the link is down. Six bytes; the second lowest bit of the first says that nobody assigned them.</summary>
    public static void SetHardwareAddress(string name, byte[] address) =>
        Send($"give {Convert.ToHexStringLower(address)} to", name, new NetlinkMessage(RTM_NEWLINK, 0).Link(IndexOf(name)).Attribute(IFLA_ADDRESS, address));

    public static void SetBridge(string name, string bridge) =>
        Send($"add to bridge {bridge}", name, new NetlinkMessage(RTM_NEWLINK, 0).Link(IndexOf(name)).Attribute(IFLA_MASTER, IndexOf(bridge)));

    public static void AddAddress(string name, IPAddress address, byte prefixLength) =>
        Send($"give {address}/{prefixLength} to", name, new NetlinkMessage(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL)
            .Address(IndexOf(name), prefixLength)
            .Attribute(IFA_LOCAL, address.GetAddressBytes()).Attribute(IFA_ADDRESS, address.GetAddressBytes()));

    public static void AddDefaultRoute(IPAddress gateway) => Send("add default route by", gateway.ToString(),
        new NetlinkMessage(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL).DefaultRoute().Attribute(RTA_GATEWAY, gateway.GetAddressBytes()));

    /// <summary>Removes a link, and with one end of a veth pair the other; nothing happens where there is none.</summary>
    public static void Delete(string name)
    {
        const int noDevice = 19;
        if (NameToIndex(name) is not (var index and not 0)) return;
        try
        {
            Send("delete", name, new NetlinkMessage(RTM_DELLINK, 0).Link((int)index));
        }
        catch (KernelException e) when (e.Errno.Value == noDevice)
        {
            // It went meanwhile, with the network namespace at its other end.
        }
    }

    private static int IndexOf(string name) => NameToIndex(name) is var index and not 0
        ? (int)index : throw new KernelException("find link", name, Errno.Last, "`ip link` lists the links that are there");

    private static unsafe void Send(string operation, string target, NetlinkMessage message)
    {
        using var socket = new OwnedFd(KernelException.Check(Socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), "open netlink socket for", target));
        var bytes = message.Finish(sequence: 1);
        fixed (byte* at = bytes) KernelException.Check(SendTo(socket.Number, at, bytes.Length, 0), operation, target);

        // The acknowledgement: struct nlmsghdr, then struct nlmsgerr, whose first field is 0 or minus errno.
        Span<byte> answer = stackalloc byte[1024];
        long length;
        fixed (byte* at = answer) length = KernelException.Check(Receive(socket.Number, at, answer.Length, 0), operation, target);
        if (length < 20 || MemoryMarshal.Read<ushort>(answer[4..]) != NLMSG_ERROR) throw new IOException($"{operation} {target}: the kernel's answer was not understood");
        int error = MemoryMarshal.Read<int>(answer[16..]);
        if (error != 0) throw new KernelException(operation, target, new Errno(-error), error == -1 ? "it takes root (CAP_NET_ADMIN)" : "");
    }

    [DllImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern uint NameToIndex([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int Socket(int domain, int type, int protocol);

    [DllImport("libc", EntryPoint = "send", SetLastError = true)]
    private static extern unsafe nint SendTo(int socket, byte* buffer, nint length, int flags);

    [DllImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static extern unsafe nint Receive(int socket, byte* buffer, nint length, int flags);
}
