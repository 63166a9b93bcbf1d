using System.Net;
using System.Net.Sockets;
using Fleet.Control.Hosting;
using Fleet.Journal.Raft.Members;

namespace Fleet.Journal.Raft.Transport;

/// <summary>What the links tell their owner; from any thread, in order for each peer.</summary>
internal interface ILinksOwner
{
    void Heard(int from, Frame frame);

    /// <summary>A new connection to the peer is up; what was sent on an earlier one may be lost.</summary>
    void Reached(int peer);

    /// <summary>The peer's connection to here was closed, and it has no other.</summary>
    void Lost(int peer);

    void Say(string what);
}

/// <summary>Connections among the members: each speaks on those that it made, and listens on those of the others.</summary>
internal sealed class Links : IAsyncDisposable
{
    private const int MaxFrame = 256 << 20;
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(5);

    private readonly MemberList _members;
    private readonly ILinksOwner _owner;
    private readonly CancellationTokenSource _ending = new();
    private readonly Socket _listener;
    private readonly OutgoingLink?[] _out;
    private readonly int[] _incoming;
    private readonly Task _accepting;

    /// <exception cref="ControlException">It cannot listen.</exception>
    public Links(MemberList members, string bindTo, ILinksOwner owner)
    {
        (_members, _owner) = (members, owner);
        _incoming = new int[members.Count];
        _listener = Listen(bindTo, members.Addresses[members.Self]);
        _out = [.. Enumerable.Range(0, members.Count).Select(peer => peer == members.Self ? null : new OutgoingLink(members, peer, owner, _ending.Token))];
        _accepting = AcceptAsync();
    }

    /// <summary>Sent if the peer can be reached now, else lost.</summary>
    public void Send(int peer, Frame frame) => _out[peer]?.Send(frame);

    /// <summary>Empty while connected; else since when not, and why, for messages.</summary>
    public string Trouble(int peer) => _out[peer]?.Trouble ?? "";

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        foreach (var link in _out)
            if (link is not null) await link.Ended.ConfigureAwait(false);
    }

    private static Socket Listen(string bindTo, HostPort self)
    {
        var address = IPAddress.TryParse(bindTo, out var given) ? given : Dns.GetHostAddresses(bindTo)[0];
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, self.Port));
            listener.Listen(64);
            return listener;
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new ControlException($"the raft journal cannot listen on {bindTo}:{self.Port}: " + error.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "another process listens there. Stop it, or choose another journal.port, alike on all control hosts.",
                SocketError.AddressNotAvailable => "this host has no such address. Give one of its own (ip addr shows them).",
                _ => error.Message,
            }, error);
        }
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_ending.Token).ConfigureAwait(false);
                _ = ListenAsync(socket);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error)     // too many open files, say: the next may do better
            {
                _owner.Say($"a connection could not be accepted: {error.Message}");
                await Task.Delay(100, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task ListenAsync(Socket socket)
    {
        int peer = -1;
        try
        {
            OutgoingLink.Prepare(socket);
            var caller = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            using (var soon = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token))
            {
                soon.CancelAfter(HelloWithin);
                try
                {
                    peer = await Hello.HearAsync(stream, _members, caller, soon.Token).ConfigureAwait(false);
                }
                catch (Exception refused) when (refused is (IOException and not EndOfStreamException) or InvalidDataException && !_ending.IsCancellationRequested)
                {
                    _owner.Say($"a connection from {caller} was refused: {refused.Message}");
                    return;
                }
            }
            Interlocked.Increment(ref _incoming[peer]);
            while (true) _owner.Heard(peer, FrameForm.Read(await Hello.ReadSizedAsync(stream, MaxFrame, _ending.Token).ConfigureAwait(false)));
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The other end makes a new one.
        }
        catch (InvalidDataException wrong)
        {
            _owner.Say($"{_members.Addresses[peer]} says what makes no sense ({wrong.Message}): does it run another version of Fleet?");
        }
        finally
        {
            if (peer >= 0 && Interlocked.Decrement(ref _incoming[peer]) == 0 && !_ending.IsCancellationRequested) _owner.Lost(peer);
        }
    }
}
