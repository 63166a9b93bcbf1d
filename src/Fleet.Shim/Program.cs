using Fleet.Linux;
using Fleet.Linux.Processes;
using Fleet.Shim;
using Fleet.Shim.Life;
using Fleet.Shim.Protocol;
using Fleet.Shim.Server;
using Fleet.Shim.Users;

// fleet-shim --keep: see Keeper.
// fleet-shim --can-map FOLDER: says whether layers in it can be shown through a user namespace.
// fleet-shim FOLDER: makes the container of the folder's config, reports on standard output, then serves FOLDER/shim.sock until it has ended.
if (args is ["--keep"])
{
    return Keeper.Run();
}

if (args is [MapQuestion.Option, string layers])
{
    return MapProbe.Answer(layers);
}

if (args is not [string stateFolder])
{
    Start.Report("usage: fleet-shim FOLDER (started by Fleet's agent)\n"u8.ToArray());
    return 2;
}

ReadOnlyProgram.Ensure("fleet-shim", stateFolder);
string runId = "";
FirstProcess? first = null;
try
{
    string folder = Start.Enter(stateFolder);
    byte[] bytes = KernelFile.TryRead(ShimFolder.Config, out Errno errno, 16 << 20) ?? throw new KernelException("read", $"{folder}/{ShimFolder.Config}", errno);
    ShimConfig config = ShimConfigFormat.Read(bytes);
    runId = config.RunId;
    if (config.Cgroup.Unified)
    {
        Placement.Enter(config.Cgroup.ShimFolders, Environment.ProcessId);
    }

    first = FirstProcess.Create(config, folder);
    var loop = new Loop();
    var container = new Container(config, first, loop);
    var requests = new Requests(container, new Execs(container));
    Listener listener = Listener.Open(fd =>
    {
        var connection = new Connection(fd, config.SlowClientSeconds * 1000, requests);
        requests.Add(connection);
        loop.Add(connection);
    });
    loop.Add(listener);
    loop.Add(new Settling(config.Cgroup));
    Start.Report(CreatedReport.Succeeded());
    loop.Run(() => requests.IsFinished);
    listener.Close();
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or UnknownUserException or ArgumentException)
{
    first?.Abandon();
    return Failure.Tell(runId, e);
}
