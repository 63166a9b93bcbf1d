using System.Collections.Immutable;
using Fleet.Model;

namespace Fleet.Scheduling.Nodes;

/// <summary>
/// All nodes, one column an array, so that looking for room touches little memory. A node keeps its row for ever; a row
/// without a session is not <see cref="Ready"/>. What is free is <c>allocatable - locally used - taken</c>.
/// </summary>
public sealed class NodeTable
{
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<NodeProfile> _profiles = [];
    private readonly List<PortTable> _ports = [];
    private readonly List<ImmutableHashSet<string>> _volumes = [];
    private Resources[] _allocatable = [];
    private long[] _freeCpu = [], _freeMemory = [], _freePids = [];

    public int Count => _names.Count;

    /// <summary>Rows of nodes with a session.</summary>
    public Bits Ready { get; } = new();

    /// <summary>Counts up when a label or another attribute of any node changes.</summary>
    public int AttributesVersion { get; private set; }

    public ReadOnlySpan<long> FreeCpu => _freeCpu.AsSpan(0, Count);

    public ReadOnlySpan<long> FreeMemory => _freeMemory.AsSpan(0, Count);

    public ReadOnlySpan<long> FreePids => _freePids.AsSpan(0, Count);

    /// <summary>-1 when the node was never heard of.</summary>
    public int RowOf(string name) => _rows.TryGetValue(name, out int row) ? row : -1;

    public string Name(int row) => _names[row];

    public NodeProfile Profile(int row) => _profiles[row];

    public PortTable Ports(int row) => _ports[row];

    public ImmutableHashSet<string> Volumes(int row) => _volumes[row];

    public Resources Free(int row) => new(_freeCpu[row], _freeMemory[row], _freePids[row]);

    /// <summary>Allocatable less what local users take: the most that a task could ever get.</summary>
    public Resources Allocatable(int row) => _allocatable[row];

    /// <summary>The row of a node, made when it is new.</summary>
    public int Add(string name)
    {
        if (_rows.TryGetValue(name, out int row)) return row;
        row = Count;
        _rows.Add(name, row);
        _names.Add(name);
        _profiles.Add(NodeProfile.Unknown(name));
        _ports.Add(new PortTable());
        _volumes.Add(ImmutableHashSet.Create<string>(StringComparer.Ordinal));
        if (row == _allocatable.Length)
        {
            int size = Math.Max(16, row * 2);
            Array.Resize(ref _allocatable, size);
            Array.Resize(ref _freeCpu, size);
            Array.Resize(ref _freeMemory, size);
            Array.Resize(ref _freePids, size);
        }
        return row;
    }

    public void SetProfile(int row, NodeProfile profile)
    {
        _profiles[row] = profile;
        AttributesVersion++;
    }

    public void SetVolumes(int row, ImmutableHashSet<string> volumes) => _volumes[row] = volumes;

    /// <summary>Sets what there is to give, leaving what was taken as it is.</summary>
    public void SetAllocatable(int row, Resources allocatable)
    {
        Change(row, allocatable - _allocatable[row]);
        _allocatable[row] = allocatable;
    }

    public void Take(int row, in Resources amount) => Change(row, default(Resources) - amount);

    public void GiveBack(int row, in Resources amount) => Change(row, amount);

    private void Change(int row, in Resources by)
    {
        _freeCpu[row] += by.MilliCpu;
        _freeMemory[row] += by.MemoryBytes;
        _freePids[row] += by.Pids;
    }
}
