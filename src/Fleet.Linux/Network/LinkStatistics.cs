namespace Fleet.Linux.Network;

/// <summary>Counters of one network interface since it was made (/proc/net/dev, proc_pid_net(5)).</summary>
public sealed record LinkStatistics(
    string Name,
    long ReceivedBytes, long ReceivedPackets, long ReceiveErrors, long ReceiveDropped,
    long SentBytes, long SentPackets, long SendErrors, long SendDropped);
