using System.Collections.Concurrent;
using System.Net.Sockets;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;

namespace Fleet.Containers.Shims;

/// <summary>
/// One connection to a shim: requests with their answers, any number at a time, and events in between. When it ends, everything
/// that waits is told.
/// </summary>
internal sealed class ShimConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<ushort, TaskCompletionSource<ShimFrame>> _waiting = new();
    private readonly Func<ShimFrame, ValueTask> _event;
    private int _number;
    private Task _reading = Task.CompletedTask;

    private ShimConnection(Socket socket, Func<ShimFrame, ValueTask> whenEvent)
    {
        _socket = socket;
        _event = whenEvent;
    }

    /// <summary>How the container stood when the shim said welcome.</summary>
    public ShimState State { get; private set; } = null!;

    /// <summary>The answer that was read last. Whoever is told of an event knows by it what the shim had answered before.</summary>
    public FrameKind LastAnswer { get; private set; }

    /// <summary>Completes, without an error, when the shim has gone or the connection was disposed.</summary>
    public Task Closed => _reading;

    /// <param name="folder">The container's.</param>
    /// <param name="hello">Who we are.</param>
    /// <param name="whenEvent">Called for frames that answer no request, one after the other; the next is not read before it returns.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SocketException">No shim listens.</exception>
    public static async Task<ShimConnection> OpenAsync(
        string folder, HelloMessage hello, Func<ShimFrame, ValueTask> whenEvent, CancellationToken cancel)
    {
        Socket socket = await FolderSocket.ConnectAsync(folder, ShimFolder.Socket, cancel).ConfigureAwait(false);
        var connection = new ShimConnection(socket, whenEvent);
        try
        {
            connection._reading = Task.Run(connection.ReadAsync, CancellationToken.None);
            ShimFrame answer = await connection.RequestAsync(FrameKind.Hello, hello.Write, cancel).ConfigureAwait(false);
            connection.State = ReadWelcome(answer).State;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a request and waits for what answers it.</summary>
    /// <exception cref="ShimRefusedException">The shim answered Failed.</exception>
    /// <exception cref="ShimGoneException">The connection ended first.</exception>
    public async Task<ShimFrame> RequestAsync(FrameKind kind, Action<WireWriter>? write, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<ShimFrame>(TaskCreationOptions.RunContinuationsAsynchronously);
        ushort number = Register(answer);
        try
        {
            await SendAsync(write is null ? Frame.Of(kind, number) : Frame.Of(kind, number, write), cancel).ConfigureAwait(false);
            if (_reading.IsCompleted)
            {
                throw new ShimGoneException();
            }

            ShimFrame frame = await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
            return frame.Kind == FrameKind.Failed ? throw Refusal(frame) : frame;
        }
        finally
        {
            _waiting.TryRemove(number, out _);
        }
    }

    /// <summary>Sends a frame that is not answered.</summary>
    public async Task SendAsync(byte[] frame, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            // A frame that has begun must be sent whole, or the next would be read as its rest.
            for (int sent = 0; sent < frame.Length;)
            {
                sent += await _socket.SendAsync(frame.AsMemory(sent), SocketFlags.None, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new ShimGoneException();
        }
        finally
        {
            _sending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The shim was faster.
        }

        _socket.Dispose();
        await _reading.ConfigureAwait(false);
    }

    private static WelcomeMessage ReadWelcome(ShimFrame frame)
    {
        var reader = new WireReader(frame.Payload);
        return frame.Kind == FrameKind.Welcome ? WelcomeMessage.Read(ref reader) : throw new WireException($"a {frame.Kind} in place of a welcome");
    }

    private static ShimRefusedException Refusal(ShimFrame frame)
    {
        var reader = new WireReader(frame.Payload);
        return new ShimRefusedException(FailedMessage.Read(ref reader));
    }

    private ushort Register(TaskCompletionSource<ShimFrame> answer)
    {
        while (true)
        {
            ushort number = (ushort)Interlocked.Increment(ref _number);
            if (number != 0 && _waiting.TryAdd(number, answer))
            {
                return number;
            }
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            byte[] head = new byte[FrameHead.Size];
            while (await FillAsync(head).ConfigureAwait(false))
            {
                FrameHead read = FrameHead.Read(head);
                byte[] payload = read.Length == 0 ? [] : new byte[read.Length];
                if (!await FillAsync(payload).ConfigureAwait(false))
                {
                    break;
                }

                var frame = new ShimFrame(read.Kind, read.Number, payload);
                if (read.Number != 0 && _waiting.TryRemove(read.Number, out TaskCompletionSource<ShimFrame>? waiting))
                {
                    LastAnswer = frame.Kind;
                    waiting.TrySetResult(frame);
                }
                else
                {
                    await _event(frame).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or WireException or OperationCanceledException)
        {
            // The shim has gone, or speaks what we do not understand: for those who wait it is the same.
        }
        finally
        {
            _socket.Dispose();
            foreach (ushort number in _waiting.Keys)
            {
                if (_waiting.TryRemove(number, out TaskCompletionSource<ShimFrame>? waiting))
                {
                    waiting.TrySetException(new ShimGoneException());
                }
            }
        }
    }

    private async Task<bool> FillAsync(Memory<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            int read = await _socket.ReceiveAsync(buffer, SocketFlags.None).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            buffer = buffer[read..];
        }

        return true;
    }
}
