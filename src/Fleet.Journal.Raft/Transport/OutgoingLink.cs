using System.Globalization;
using System.Net.Sockets;
using System.Threading.Channels;
using Fleet.Journal.Raft.Members;

namespace Fleet.Journal.Raft.Transport;

/// <summary>The connection on which this member speaks to one other: made again whenever it breaks.</summary>
internal sealed class OutgoingLink
{
    private const int MaxWaiting = 4096;        // frames; the largest are half a megabyte, and few of those are under way
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(300);

    // tcp(7): data that is not acknowledged for so long ends the connection. Without it, a partition of a minute is over for TCP
    // only a minute after it is over for everyone else.
    private const int TcpUserTimeout = 18;
    private const int UserTimeoutMs = 3000;

    private readonly MemberList _members;
    private readonly int _peer;
    private readonly ILinksOwner _owner;
    private readonly CancellationToken _ending;
    private readonly Channel<Frame> _waiting = Channel.CreateBounded<Frame>(new BoundedChannelOptions(MaxWaiting)
    {
        FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true,
    });

    private volatile string _trouble;

    public OutgoingLink(MemberList members, int peer, ILinksOwner owner, CancellationToken ending)
    {
        (_members, _peer, _owner, _ending) = (members, peer, owner, ending);
        _trouble = Since("not reached yet");
        Ended = Task.Run(KeepAsync, CancellationToken.None);
    }

    public string Trouble => _trouble;

    public Task Ended { get; }

    public void Send(Frame frame)
    {
        if (_trouble.Length == 0) _waiting.Writer.TryWrite(frame);
    }

    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 3);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, BitConverter.GetBytes(UserTimeoutMs));
    }

    private async Task KeepAsync()
    {
        string said = "";
        for (int tries = 0; !_ending.IsCancellationRequested; tries++)
        {
            try
            {
                using var client = new TcpClient();
                Prepare(client.Client);
                await SpeakAsync(client).ConfigureAwait(false);
                (tries, said) = (0, "");
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or InvalidDataException)
            {
                if (_ending.IsCancellationRequested) return;
                string why = error is OperationCanceledException ? "no answer" : error.GetBaseException().Message;
                _trouble = Since(why);
                // Once for each new reason: a member that is down is no news ten times a second.
                if (error is IOException and not EndOfStreamException && said != why) _owner.Say($"{_members.Addresses[_peer]}: {why}");
                said = why;
            }
            if (_trouble.Length == 0) _trouble = Since("the connection was closed");
            await Task.Delay(tries < 20 ? Pause : LongPause, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task SpeakAsync(TcpClient client)
    {
        var address = _members.Addresses[_peer];
        NetworkStream stream;
        using (var soon = CancellationTokenSource.CreateLinkedTokenSource(_ending))
        {
            soon.CancelAfter(ConnectWithin);
            await client.ConnectAsync(address.Host, address.Port, soon.Token).ConfigureAwait(false);
            stream = client.GetStream();
            await Hello.SayAsync(stream, _members, _peer, soon.Token).ConfigureAwait(false);
        }
        while (_waiting.Reader.TryRead(out _)) { }      // meant for an earlier connection
        _trouble = "";
        _owner.Reached(_peer);

        // The other end says nothing here: a read ends when the connection does.
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(_ending);
        var watching = WatchAsync(stream, closed);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(closed.Token).ConfigureAwait(false))
            {
                while (_waiting.Reader.TryRead(out var frame))
                    await stream.WriteAsync(Hello.Sized(FrameForm.Write(frame).Span), closed.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
        {
            // Closed by the other end.
        }
        finally
        {
            if (_trouble.Length == 0) _trouble = Since("the connection was closed");
            await closed.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private static async Task WatchAsync(NetworkStream stream, CancellationTokenSource closed)
    {
        try
        {
            await stream.ReadExactlyAsync(new byte[1], closed.Token).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // As expected.
        }
        await closed.CancelAsync().ConfigureAwait(false);
    }

    private static string Since(string why) => $"{why}, since {DateTimeOffset.UtcNow.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}";
}
