using System.Net.Sockets;
using Fleet.Containers.Sessions;
using Fleet.Containers.Shims;
using Fleet.Shim.Protocol;

namespace Fleet.Containers.Tests.Runtime;

/// <summary>A container that ends between the greeting of its shim and the request to attach; a shim's part is played here, to the frame.</summary>
public sealed class EarlyEndTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleet-cont-early-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_end_before_the_answer_holds_nothing_up()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, ShimFolder.Socket)));
        listener.Listen();
        Task shim = EndAfterGreetingAsync(listener);
        var earlier = new TaskCompletionSource();       // it waits for the answer to attach
        await using var streams = new ProcessStreams(endsAtLoss: true) { Earlier = earlier };
        Task<ShimFrame> begin = streams.BeginAsync(_folder, "run", stdin: false, FrameKind.Attach, new AttachMessage(false, true, true).Write, default);
        try
        {
            await Assert.ThrowsAsync<ShimGoneException>(() => begin.WaitAsync(TimeSpan.FromSeconds(20)));
            await shim;
        }
        finally
        {
            earlier.SetResult();
        }
    }

    // Welcome, Exited to all who have greeted, and gone without a word more: as the real one does.
    private static async Task EndAfterGreetingAsync(Socket listener)
    {
        using Socket client = await listener.AcceptAsync();
        byte[] hello = new byte[256];
        await client.ReceiveAsync(hello);
        var state = new ShimState { RunId = "run", Phase = ShimPhase.Running, BootId = "boot", ShimPid = 1, ShimStartTime = 1 };
        var exit = new Fleet.Shim.Protocol.ExitRecord { RunId = "run", Reason = ExitReason.Ended, Code = 3 };
        await client.SendAsync(Frame.Of(FrameKind.Welcome, FrameHead.Read(hello).Number, new WelcomeMessage(HelloMessage.Version, state).Write));
        await client.SendAsync(Frame.Of(FrameKind.Exited, 0, exit.Write));
        await client.ReceiveAsync(hello);       // the request has been sent, and gets no answer
    }
}
