using System.Runtime.InteropServices;
using Fleet.Containers.Lifetime;
using Fleet.Linux;
using Fleet.Linux.Processes;
using Fleet.Shim.Protocol;
using Fleet.Shim.Protocol.Wire;
using Microsoft.Win32.SafeHandles;

namespace Fleet.Containers.Shims;

/// <summary>A shim that we started: its report of having made the container, and its end, since it is our child.</summary>
internal sealed class ShimProcess
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100), AtOnce = TimeSpan.FromMilliseconds(50);

    private ShimProcess(int pid) => Pid = pid;

    public int Pid { get; }

    /// <summary>Starts the shim on a folder and waits until the container stands.</summary>
    /// <exception cref="ContainerStartException">It could not be made; the shim has ended and left nothing.</exception>
    public static async Task<ShimProcess> StartAsync(string program, ContainerFolder folder, ShimsLeaf leaf, CancellationToken cancel)
    {
        (int pid, SafeFileHandle output) = await leaf.StartInsideAsync(
            () => ReportingProcess.Start(ReadOnlyProgram.PathOf(program), [folder.Path], folder.ShimErrors, name: program)).ConfigureAwait(false);
        var process = new ShimProcess(pid);
        using (output)
        {
            using CancellationTokenRegistration kill = cancel.Register(() => ProcessSignal.Kill(pid));
            byte[] report = await Task.Run(() => ReadAll(output), CancellationToken.None).ConfigureAwait(false);
            FailedMessage? why = Read(report, folder, cancel);
            if (why is null)
            {
                return process;
            }

            await process.ReapAsync().ConfigureAwait(false);
            throw new ContainerStartException(why.Code is 126 or 127 ? why.Code : 125, why.Text);
        }
    }

    /// <summary>Asks a shim whether layers in a folder can be shown through a user namespace.</summary>
    /// <exception cref="ContainerStartException">It cannot be told; says why.</exception>
    public static async Task<bool> CanMapAsync(string program, string layers)
    {
        (int pid, SafeFileHandle output) = ReportingProcess.Start(ReadOnlyProgram.PathOf(program), [MapQuestion.Option, layers], "/dev/null", name: program);
        using (output)
        {
            byte[] report = await Task.Run(() => ReadAll(output)).ConfigureAwait(false);
            await new ShimProcess(pid).ReapAsync().ConfigureAwait(false);
            return CreatedReport.Read(report) is not { } why ? true
                : why.Code == MapQuestion.No ? false
                : throw new ContainerStartException(why.Code, why.Text);
        }
    }

    /// <summary>As <see cref="ReapAsync"/>, for one that is ending: waits for that itself a while, and does not look every now and then.</summary>
    public async Task ReapEndingAsync()
    {
        await Task.Run(() => AwaitEnd(AtOnce)).ConfigureAwait(false);
        await ReapAsync().ConfigureAwait(false);
    }

    /// <summary>Waits until the kernel has given the process's status to us; no zombie stays.</summary>
    public async Task ReapAsync()
    {
        TimeSpan pause = TimeSpan.FromMilliseconds(1);
        while (WaitPid(Pid, out _, NoHang) == 0)
        {
            await Task.Delay(pause).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private unsafe void AwaitEnd(TimeSpan atMost)
    {
        long pidFd = Raw.Call(Nr.PidfdOpen, Pid);
        if (pidFd < 0)
        {
            return;
        }

        long* poll = stackalloc long[1];    // struct pollfd: the descriptor, then what is waited for
        *(int*)poll = (int)pidFd;
        ((short*)poll)[2] = 1;              // POLLIN: it has ended
        long* time = stackalloc long[2] { 0, (long)atMost.TotalNanoseconds };
        Raw.CallWaiting(Nr.Ppoll, (long)poll, 1, (long)time, 0, 8);
        Raw.Close((int)pidFd);
    }

    private static FailedMessage? Read(byte[] report, ContainerFolder folder, CancellationToken cancel)
    {
        try
        {
            return CreatedReport.Read(report);
        }
        catch (WireException)
        {
            cancel.ThrowIfCancellationRequested();
            string said = File.Exists(folder.ShimErrors) ? File.ReadAllText(folder.ShimErrors).Trim() : "";
            return new FailedMessage(125, 0, said.Length > 0 ? $"the shim died while it made the container: {said}" : "the shim died while it made the container");
        }
    }

    private static byte[] ReadAll(SafeFileHandle pipe)
    {
        using var stream = new FileStream(pipe, FileAccess.Read, bufferSize: 0);
        var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private const int NoHang = 1;

    [DllImport("libc", EntryPoint = "waitpid")]
    private static extern int WaitPid(int pid, out int status, int options);
}
